package dev.upkeep.database.cleanup;

import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.TargetSession;
import java.util.List;

/**
 * The statements that take one batch of old rows. Only old rows are ever locked, by key, and the
 * digest, the copy and the deletion mean the same ones.
 */
final class Batch {

  /** The column of the table of keys with the rows' ages. */
  static final String AGE = "upkeep_batch_age";

  private final TargetSession session;
  private final Table table;
  private final OldRows rows;
  private final KeyTable keys;
  private final String age;
  private final Walk walk;
  private boolean begun;

  Batch(TargetSession session, OldRows rows) {
    this.session = session;
    this.table = rows.table();
    this.rows = rows;
    this.keys = new KeyTable(table);
    this.age = Quoted.identifier(rows.age());
    this.walk = Walk.over(table, rows.age());
  }

  KeyTable keys() {
    return keys;
  }

  /** Makes the table for the keys. */
  void prepare() {
    keys.make(session, List.of(age + " AS " + AGE));
  }

  /** Chooses the next rows without locking any; answers how many there are. */
  long choose(int most) {
    keys.empty(session);
    int chosen =
        session
            .sql(
                """
                INSERT INTO %1$s (%2$s, %3$s)
                SELECT %4$s, %5$s FROM %6$s FORCE INDEX (%7$s)
                 WHERE %11$s %8$s
                 ORDER BY %9$s
                 LIMIT %10$d
                """
                    .formatted(
                        KeyTable.NAME,
                        keys.columns(),
                        AGE,
                        Quoted.identifiers(keys.key().stream().map(Column::name).toList()),
                        age,
                        table.sql(),
                        walk.index(),
                        begun ? walk.beyond().map(beyond -> "AND " + beyond).orElse("") : "",
                        walk.order(),
                        most,
                        rows.taken()))
            .params(rows.parameters())
            .update();
    if (chosen > 0) {
      walk.note(session);
    }
    return chosen;
  }

  /**
   * Locks the chosen rows that are still to be taken, until the transaction ends, and says which
   * they are.
   *
   * @param columns what counts of a row
   * @param withKeys whether their keys are kept for the receipt
   */
  Sealed seal(List<Column> columns, boolean withKeys) {
    session
        .sql(
            """
            SELECT COUNT(*), %1$s, %2$s INTO @upkeep_rows, @upkeep_digest, %3$s
              FROM %4$s FOR UPDATE
            """
                .formatted(
                    RowDigest.ofRows(columns, table.sql() + "."),
                    withKeys
                        ? "COMPRESS(JSON_ARRAYAGG(%s))".formatted(keys.asJson(KeyTable::column))
                        : "NULL",
                    Receipts.KEYS,
                    chosenRows()))
        .params(rows.parameters())
        .update();
    return session
        .sql("SELECT @upkeep_rows, @upkeep_digest")
        .query((row, number) -> new Sealed(row.getLong(1), row.getString(2)))
        .single();
  }

  /** Copies the sealed rows; answers what then stands in the archive. */
  Sealed copyInto(Table archive, List<Column> columns) {
    return Copying.rows(session, archive, columns, table, columns, chosenRows(), rows.parameters());
  }

  /** Notes the files of the sealed rows, so that they go when the rows are gone. */
  void note(NotedFiles files) {
    files.note(chosenRows(), rows.parameters());
  }

  /** Deletes the sealed rows. */
  long delete() {
    return session
        .sql("DELETE %s FROM %s".formatted(table.sql(), chosenRows()))
        .params(rows.parameters())
        .update();
  }

  /** The batch is committed. */
  void committed() {
    walk.advance(session);
    begun = true;
  }

  /** What follows FROM, for the chosen rows that are still to be taken. */
  private String chosenRows() {
    return "%s WHERE %s".formatted(keys.joined(table), rows.taken());
  }
}
