package dev.upkeep.database.unarchive;

import dev.upkeep.database.receipt.Receipt;
import dev.upkeep.database.receipt.Taken;
import dev.upkeep.database.rows.Copying;
import dev.upkeep.database.rows.RowDigest;
import dev.upkeep.database.rows.Sealed;
import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Column.Generation;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the rows of one receipt from one table to another, all or none: from the archive back to
 * the table, or the other way round to undo that. What is taken has to be what the receipt says.
 */
final class ShiftBatch {

  private static final int SHOWN = 5;

  private final TargetSession session;
  private final Tables tables;
  private final Table table;
  private final KeyTable keys;

  ShiftBatch(TargetSession session, Tables tables, Table table) {
    this.session = session;
    this.tables = tables;
    this.table = table;
    this.keys = new KeyTable(table);
  }

  void prepare() {
    keys.make(session);
  }

  /** To the table, within the caller's transaction. */
  Taken back(Receipt receipt) throws TargetProblem {
    return shift(receipt, tables.require(receipt.archive()), table);
  }

  /** To the archive, within the caller's transaction. */
  Taken away(Receipt receipt) throws TargetProblem {
    return shift(receipt, table, tables.require(receipt.archive()));
  }

  private Taken shift(Receipt receipt, Table from, Table into) throws TargetProblem {
    keys.takeFrom(session, receipt);
    List<Column> digested = columns(receipt, from);
    columns(receipt, into);
    Sealed found = seal(digested, from);
    if (!found.equals(receipt.sealed())) {
      throw TargetProblem.lasting(
          "%s is of %d rows; '%s' has %d of them%s. Nothing of the batch was touched."
              .formatted(
                  receipt.name(),
                  receipt.rows(),
                  from.name(),
                  found.rows(),
                  found.rows() == receipt.rows() ? ", but with other values" : ""),
          "Find out who changed rows of '%s'; copy those that are right by hand"
              .formatted(from.name()));
    }
    refuseClashes(receipt, into);
    List<Column> written =
        digested.stream()
            .filter(
                column ->
                    into.column(column.name())
                        .filter(c -> c.generation() == Generation.NONE)
                        .isPresent())
            .toList();
    Sealed copied =
        Copying.rows(session, into, written, from, digested, keys.joined(from), Map.of());
    long deleted =
        session.sql("DELETE %s FROM %s".formatted(from.sql(), keys.joined(from))).update();
    if (!copied.equals(found) || deleted != found.rows()) {
      throw TargetProblem.lasting(
          "Of %d rows of '%s' %d were copied%s and %d deleted; the batch was taken back."
              .formatted(
                  found.rows(),
                  from.name(),
                  copied.rows(),
                  copied.digest().equals(found.digest()) ? "" : " with other values",
                  deleted),
          "Look for triggers on '%s' and '%s' that change rows"
              .formatted(from.name(), into.name()));
    }
    return new Taken(
        found,
        digested,
        receipt.fromKey(),
        receipt.toKey(),
        Optional.of(new Taken.Archived(receipt.archive(), keysOf(receipt))));
  }

  /** The keys of the receipt are those of the new one. */
  private String keysOf(Receipt receipt) {
    return session
        .sql(
            """
            SELECT CONVERT(UNCOMPRESS(row_keys) USING utf8mb4) FROM upkeep_receipts
             WHERE component = :component AND run_id = :run AND policy = :policy AND batch = :batch
            """)
        .param("component", session.database().label())
        .param("run", receipt.run())
        .param("policy", receipt.policy())
        .param("batch", receipt.batch())
        .query(String.class)
        .single();
  }

  private Sealed seal(List<Column> columns, Table from) {
    session
        .sql(
            "SELECT COUNT(*), %s INTO @upkeep_rows, @upkeep_digest FROM %s FOR UPDATE"
                .formatted(RowDigest.ofRows(columns, from.sql() + "."), keys.joined(from)))
        .update();
    return session
        .sql("SELECT @upkeep_rows, @upkeep_digest")
        .query((row, number) -> new Sealed(row.getLong(1), row.getString(2)))
        .single();
  }

  private static List<Column> columns(Receipt receipt, Table in) throws TargetProblem {
    List<Column> columns = new ArrayList<>();
    for (String name : receipt.columns()) {
      Optional<Column> column = in.column(name);
      if (column.isEmpty()) {
        throw TargetProblem.lasting(
            "The archived rows have a column '%s' that '%s' does not have any more."
                .formatted(name, in.name()),
            "Add the column for as long as this takes, or copy the rows by hand");
      }
      columns.add(column.get());
    }
    return columns;
  }

  private void refuseClashes(Receipt receipt, Table into) throws TargetProblem {
    List<String> clashes =
        session
            .sql(
                "SELECT %s FROM %s ORDER BY %s LIMIT %d"
                    .formatted(keys.asJson(), keys.joined(into), keys.order(), SHOWN))
            .query(String.class)
            .list();
    if (!clashes.isEmpty()) {
      throw TargetProblem.lasting(
          "%s: '%s' has rows with these keys again: %s%s. Nothing of the batch was touched."
              .formatted(
                  receipt.name(),
                  into.name(),
                  String.join(", ", clashes),
                  clashes.size() == SHOWN ? " …" : ""),
          "Look at both rows of each key and decide which of them is right");
    }
  }
}
