package dev.upkeep.database.cleanup;

import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.TargetSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * In which order the old rows are come upon, and where the next batch begins. Positions are kept in
 * variables of the session, so that keys of any type stay exactly as they are.
 *
 * <p>Rows behind the position are gone already; to begin again from the start, as a resumed run
 * does, finds nothing twice.
 */
sealed interface Walk {

  /** The index to read along. */
  String index();

  /** How the keys are ordered. */
  String order();

  /** The condition that skips what is behind; empty where a walk always begins at the start. */
  Optional<String> beyond();

  /** Reads the position behind the keys in the batch table; counts only once {@link #advance}d. */
  void note(TargetSession session);

  /** The batch is committed: the next one begins behind it. */
  void advance(TargetSession session);

  /** Along the index on the age column where there is one, else along the primary key. */
  static Walk over(Table table, String ageColumn) {
    Optional<Index> byAge = table.indexLedBy(ageColumn).filter(index -> !index.isPrimary());
    return byAge.isPresent() ? new ByAge(byAge.get().name(), ageColumn) : ByKey.over(table);
  }

  /** Along an index that begins with the age column: reads old rows and no others. */
  record ByAge(String indexName, String ageColumn) implements Walk {
    @Override
    public String index() {
      return Quoted.identifier(indexName);
    }

    @Override
    public String order() {
      return Quoted.identifier(ageColumn);
    }

    /** Rows of the very same age may be on both sides. */
    @Override
    public Optional<String> beyond() {
      return Optional.of(Quoted.identifier(ageColumn) + " >= @upkeep_age");
    }

    @Override
    public void note(TargetSession session) {
      session
          .sql("SELECT MAX(%s) INTO @upkeep_next_age FROM %s".formatted(Batch.AGE, KeyTable.NAME))
          .update();
    }

    @Override
    public void advance(TargetSession session) {
      session.sql("SET @upkeep_age = @upkeep_next_age").update();
    }
  }

  /** Along the primary key: reads every row up to the last old one, once. */
  record ByKey(List<String> columns, boolean comparable) implements Walk {

    public ByKey {
      columns = List.copyOf(columns);
    }

    static ByKey over(Table table) {
      List<Column> key = new KeyTable(table).key();
      return new ByKey(
          key.stream().map(Column::name).toList(), key.stream().allMatch(ByKey::isComparable));
    }

    /** Types that are ordered in the index just as a variable with the value compares. */
    private static boolean isComparable(Column column) {
      return switch (column.dataType()) {
        case "enum", "set", "bit", "float", "double" -> false;
        default -> true;
      };
    }

    @Override
    public String index() {
      return Quoted.identifier(Index.PRIMARY);
    }

    @Override
    public String order() {
      return Quoted.identifiers(columns);
    }

    /** (a, b) beyond (x, y), written so that the optimizer sees a range. */
    @Override
    public Optional<String> beyond() {
      if (!comparable) {
        return Optional.empty();
      }
      List<String> ways = new ArrayList<>();
      var equal = new StringBuilder();
      for (int i = 0; i < columns.size(); i++) {
        String column = Quoted.identifier(columns.get(i));
        ways.add("(" + equal + column + " > @upkeep_key" + i + ")");
        equal.append(column).append(" = @upkeep_key").append(i).append(" AND ");
      }
      return Optional.of("(" + String.join(" OR ", ways) + ")");
    }

    @Override
    public void note(TargetSession session) {
      session
          .sql(
              "SELECT %s INTO %s FROM %s ORDER BY %s LIMIT 1"
                  .formatted(
                      numbered("upkeep_key%d"),
                      numbered("@upkeep_next_key%d"),
                      KeyTable.NAME,
                      numbered("upkeep_key%d DESC")))
          .update();
    }

    @Override
    public void advance(TargetSession session) {
      session.sql("SET " + numbered("@upkeep_key%1$d = @upkeep_next_key%1$d")).update();
    }

    private String numbered(String pattern) {
      List<String> terms = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        terms.add(pattern.formatted(i));
      }
      return String.join(", ", terms);
    }
  }
}
