package dev.upkeep.database.cleanup;

import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The temporary table with the primary keys of a batch's rows. Rows never leave the server: what is
 * done with a batch is done by a join with this table. Its columns have names of their own, so that
 * a condition that operators wrote means the columns of their table.
 */
final class KeyTable {

  /** Its name. */
  static final String NAME = "upkeep_batch";

  private final Table table;
  private final List<Column> key;

  /** For the rows of a table with a primary key. */
  KeyTable(Table table) {
    this.table = table;
    this.key =
        table.primaryKey().map(Index::columns).orElse(List.of()).stream()
            .map(table::column)
            .flatMap(Optional::stream)
            .toList();
  }

  /** The columns of the primary key. */
  List<Column> key() {
    return key;
  }

  /**
   * Makes it, empty.
   *
   * @param more further columns, as a list in SELECT
   */
  void make(TargetSession session, List<String> more) {
    session.sql("DROP TEMPORARY TABLE IF EXISTS " + NAME).update();
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      columns.add(Quoted.identifier(key.get(i).name()) + " AS " + column(i));
    }
    columns.addAll(more);
    session
        .sql(
            "CREATE TEMPORARY TABLE %s (PRIMARY KEY (%s)) ENGINE = InnoDB AS SELECT %s FROM %s LIMIT 0"
                .formatted(NAME, columns(), String.join(", ", columns), table.sql()))
        .update();
  }

  void empty(TargetSession session) {
    session.sql("DELETE FROM " + NAME).update();
  }

  /** Its key columns, as a list. */
  String columns() {
    return each(", ", KeyTable::column);
  }

  /** The same with a direction behind each. */
  String order(String direction) {
    return each(", ", i -> column(i) + " " + direction);
  }

  static String column(int place) {
    return "upkeep_key" + place;
  }

  /** The rows of a table, the table itself or its archive, whose keys are in here. */
  String joined(Table rows) {
    return "%s AS k STRAIGHT_JOIN %s ON %s"
        .formatted(
            NAME,
            rows.sql(),
            each(
                " AND ",
                i ->
                    "%s.%s = k.%s"
                        .formatted(rows.sql(), Quoted.identifier(key.get(i).name()), column(i))));
  }

  /** A key as JSON, of this table's columns or of another's. */
  String asJson(Function<Integer, String> column) {
    return "JSON_ARRAY(" + each(", ", i -> asText(key.get(i), column.apply(i))) + ")";
  }

  /** Takes in the keys that {@link #asJson} wrote into a receipt, and answers how many they are. */
  long takeFrom(TargetSession session, Receipt receipt) throws TargetProblem {
    empty(session);
    String columns =
        each(
            ", ",
            i ->
                "%s LONGTEXT CHARACTER SET utf8mb4 PATH '$[%d]' ERROR ON ERROR"
                    .formatted(column(i), i));
    String values =
        each(", ", i -> isBytes(key.get(i)) ? "UNHEX(j." + column(i) + ")" : "j." + column(i));
    int taken =
        session
            .sql(
                """
                INSERT INTO %1$s (%2$s)
                SELECT %3$s
                  FROM upkeep_receipts AS r,
                       JSON_TABLE(UNCOMPRESS(r.row_keys), '$[*]' COLUMNS (%4$s)) AS j
                 WHERE r.component = :component AND r.run_id = :run
                   AND r.policy = :policy AND r.batch = :batch
                """
                    .formatted(NAME, columns(), values, columns))
            .param("component", session.database().label())
            .param("run", receipt.run())
            .param("policy", receipt.policy())
            .param("batch", receipt.batch())
            .update();
    if (taken != receipt.rows()) {
      throw TargetProblem.lasting(
          "%s has the keys of %d rows, not of %d.".formatted(receipt.name(), taken, receipt.rows()),
          "Look who changed upkeep_receipts; the rows are where they were");
    }
    return taken;
  }

  private static String asText(Column column, String value) {
    return isBytes(column) ? "HEX(" + value + ")" : "CAST(" + value + " AS CHAR)";
  }

  private static boolean isBytes(Column column) {
    return column.charset().isEmpty()
        && (column.dataType().endsWith("binary")
            || column.dataType().endsWith("blob")
            || column.dataType().equals("bit"));
  }

  private String each(String separator, Function<Integer, String> text) {
    return IntStream.range(0, key.size()).boxed().map(text).collect(Collectors.joining(separator));
  }
}
