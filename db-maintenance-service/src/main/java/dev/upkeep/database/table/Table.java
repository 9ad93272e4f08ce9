package dev.upkeep.database.table;

import dev.upkeep.system.database.Quoted;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * A table or a view.
 *
 * @param name not quoted
 * @param kind {@code BASE TABLE}, {@code VIEW}, {@code SYSTEM VERSIONED} …
 * @param engine {@code InnoDB}; empty for a view, or where the engine cannot read the table
 * @param rowFormat {@code Dynamic}, {@code Compressed} …
 * @param options as CREATE TABLE would say them: {@code partitioned}, {@code page_compressed=1}
 * @param rows as InnoDB estimates them
 * @param dataBytes pages of the clustered index
 * @param indexBytes pages of all other indexes
 * @param freeBytes whole free extents of the file
 * @param madeAt when the table was created or last rebuilt, by the server, to the second, in UTC
 * @param columns in order
 * @param indexes the primary key first, if there is one
 */
public record Table(
    String name,
    String kind,
    String engine,
    String rowFormat,
    String options,
    long rows,
    long dataBytes,
    long indexBytes,
    long freeBytes,
    Optional<LocalDateTime> madeAt,
    List<Column> columns,
    List<Index> indexes) {

  public Table {
    columns = List.copyOf(columns);
    indexes = List.copyOf(indexes);
  }

  /** The name in backticks. */
  public String sql() {
    return Quoted.identifier(name);
  }

  public boolean isBase() {
    return kind.equals("BASE TABLE") || kind.equals("SYSTEM VERSIONED");
  }

  public boolean isInnoDb() {
    return engine.equalsIgnoreCase("InnoDB");
  }

  public boolean isSystemVersioned() {
    return kind.equals("SYSTEM VERSIONED");
  }

  public Optional<Index> primaryKey() {
    return indexes.stream().filter(Index::isPrimary).findFirst();
  }

  public Optional<Column> column(String columnName) {
    return columns.stream().filter(c -> c.name().equalsIgnoreCase(columnName)).findFirst();
  }

  /** An index by its name, which knows no case. */
  public Optional<Index> index(String indexName) {
    return indexes.stream().filter(i -> i.name().equalsIgnoreCase(indexName)).findFirst();
  }

  /** An ordinary index that begins with this column as a whole. */
  public Optional<Index> indexLedBy(String columnName) {
    return indexes.stream()
        .filter(index -> index.type().equals("BTREE"))
        .filter(
            index ->
                index.parts().getFirst().column().equalsIgnoreCase(columnName)
                    && index.parts().getFirst().prefix() == 0)
        .findFirst();
  }
}
