package dev.upkeep.database.cleanup;

import dev.upkeep.database.rows.RowKey;
import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * In which order the old rows are come upon, where a batch ends and where the next one begins. Both
 * places are kept in variables of the session, so that keys of any type stay exactly as they are:
 * {@code @upkeep_at0} and so on where the last batch ended, {@code @upkeep_next0} where this one
 * does, one for each {@link #noted} value.
 *
 * <p>Rows behind the place are gone already; to begin again from the start, as a resumed run does,
 * finds nothing twice.
 */
sealed interface Walk {

  /** The index to read along. */
  String index();

  /** How it is ordered, as far as {@link #noted} goes. */
  String order();

  /** The same to the last doubt: no two rows are alike in it. */
  String wholeOrder();

  /**
   * What is noted of the row where a batch ends; nothing where a walk always begins at the start.
   */
  List<String> noted();

  /**
   * The primary key, if it is one whole number: where the rows of a batch lie together along it,
   * they are quicker to come by than through an index. Nothing where the walk is along it already.
   */
  Optional<String> number();

  /** The condition that skips what is behind; empty where nothing is noted. */
  Optional<String> beyond();

  /** The condition that ends the batch at the noted row; empty where nothing is noted. */
  Optional<String> upTo();

  /** Along the index on the age column where there is one, else along the primary key. */
  static Walk over(Table table, String ageColumn) {
    RowKey key = RowKey.of(table);
    Optional<Index> byAge = table.indexLedBy(ageColumn).filter(index -> !index.isPrimary());
    return byAge.isPresent()
        ? new ByAge(byAge.get().name(), ageColumn, key.names(), key.number())
        : new ByKey(key.names(), key.columns().stream().allMatch(ByKey::isComparable));
  }

  /** Along an index that begins with the age column: reads old rows and no others. */
  record ByAge(String indexName, String ageColumn, List<String> key, Optional<String> number)
      implements Walk {

    public ByAge {
      key = List.copyOf(key);
    }

    @Override
    public String index() {
      return Quoted.identifier(indexName);
    }

    @Override
    public String order() {
      return Quoted.identifier(ageColumn);
    }

    @Override
    public String wholeOrder() {
      return Quoted.identifiers(Stream.concat(Stream.of(ageColumn), key.stream()).toList());
    }

    @Override
    public List<String> noted() {
      return List.of(order());
    }

    /** Rows of the very same age may be on both sides. */
    @Override
    public Optional<String> beyond() {
      return Optional.of(order() + " >= @upkeep_at0");
    }

    @Override
    public Optional<String> upTo() {
      return Optional.of(order() + " <= @upkeep_next0");
    }
  }

  /** Along the primary key: reads every row up to the last old one, once. */
  record ByKey(List<String> columns, boolean comparable) implements Walk {

    public ByKey {
      columns = List.copyOf(columns);
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

    @Override
    public String wholeOrder() {
      return order();
    }

    @Override
    public List<String> noted() {
      return comparable ? columns.stream().map(Quoted::identifier).toList() : List.of();
    }

    @Override
    public Optional<String> number() {
      return Optional.empty();
    }

    @Override
    public Optional<String> beyond() {
      return compared(">", "@upkeep_at", Optional.empty());
    }

    @Override
    public Optional<String> upTo() {
      return compared("<", "@upkeep_next", Optional.of("="));
    }

    /** (a, b) beyond (x, y), written so that the optimizer sees a range. */
    private Optional<String> compared(String how, String variable, Optional<String> atTheEnd) {
      if (!comparable) {
        return Optional.empty();
      }
      List<String> ways = new ArrayList<>();
      var equal = new StringBuilder();
      for (int i = 0; i < columns.size(); i++) {
        String column = Quoted.identifier(columns.get(i));
        boolean last = i == columns.size() - 1;
        ways.add(
            "(%s%s %s%s %s%d)"
                .formatted(equal, column, how, last ? atTheEnd.orElse("") : "", variable, i));
        equal.append("%s = %s%d AND ".formatted(column, variable, i));
      }
      return Optional.of("(" + String.join(" OR ", ways) + ")");
    }
  }
}
