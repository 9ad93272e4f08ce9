package dev.upkeep.database.receipt;

import dev.upkeep.database.rows.Sealed;
import dev.upkeep.database.table.Column;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a batch, as its receipt has them.
 *
 * @param columns what counts in their digest
 * @param fromKey the key of the row that was taken first, as JSON
 * @param toKey that of the row that was taken last
 * @param archived empty where the rows are gone
 */
public record Taken(
    Sealed sealed,
    List<Column> columns,
    String fromKey,
    String toKey,
    Optional<Archived> archived) {

  public Taken {
    columns = List.copyOf(columns);
  }

  /**
   * Rows that can be had back.
   *
   * @param table where they are, or came from
   * @param keys all of them, as an array of JSON
   */
  public record Archived(String table, String keys) {}
}
