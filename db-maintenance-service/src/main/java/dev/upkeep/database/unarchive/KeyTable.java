package dev.upkeep.database.unarchive;

import dev.upkeep.database.receipt.Receipt;
import dev.upkeep.database.rows.RowKey;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;

/**
 * The temporary table with the primary keys of a receipt's rows. Rows never leave the server: what
 * is done with those of a receipt is done by a join with this table.
 */
final class KeyTable {

  private static final String NAME = "upkeep_batch";

  private final Table table;
  private final RowKey key;

  /** For the rows of a table with a primary key. */
  KeyTable(Table table) {
    this.table = table;
    this.key = RowKey.of(table);
  }

  /** Makes it, empty. */
  void make(TargetSession session) {
    session.sql("DROP TEMPORARY TABLE IF EXISTS " + NAME).update();
    session
        .sql(
            "CREATE TEMPORARY TABLE %s (PRIMARY KEY (%s)) ENGINE = InnoDB AS SELECT %s FROM %s LIMIT 0"
                .formatted(
                    NAME,
                    key.each(", ", KeyTable::column),
                    key.each(
                        ", ",
                        i -> Quoted.identifier(key.columns().get(i).name()) + " AS " + column(i)),
                    table.sql()))
        .update();
  }

  /** Its order. */
  String order() {
    return key.each(", ", KeyTable::column);
  }

  private static String column(int place) {
    return "upkeep_key" + place;
  }

  /** The rows of a table, the table itself or its archive, whose keys are in here. */
  String joined(Table rows) {
    return "%s AS k STRAIGHT_JOIN %s ON %s"
        .formatted(
            NAME,
            rows.sql(),
            key.each(
                " AND ",
                i ->
                    "%s.%s = k.%s"
                        .formatted(
                            rows.sql(),
                            Quoted.identifier(key.columns().get(i).name()),
                            column(i))));
  }

  /** A row's key as JSON. */
  String asJson() {
    return key.asJson(KeyTable::column);
  }

  /** Takes in the keys of a receipt, and no others. */
  void takeFrom(TargetSession session, Receipt receipt) throws TargetProblem {
    session.sql("DELETE FROM " + NAME).update();
    String columns =
        key.each(
            ", ",
            i ->
                "%s LONGTEXT CHARACTER SET utf8mb4 PATH '$[%d]' ERROR ON ERROR"
                    .formatted(column(i), i));
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
                    .formatted(
                        NAME,
                        order(),
                        key.each(", ", i -> key.fromText(i, "j." + column(i))),
                        columns))
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
  }
}
