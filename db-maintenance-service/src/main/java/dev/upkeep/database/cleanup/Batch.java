package dev.upkeep.database.cleanup;

import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.TargetSession;
import java.util.List;
import java.util.Map;

/**
 * The statements that take one batch of old rows. Only old rows are ever locked, by key, and the
 * digest, the copy and the deletion mean the same ones.
 */
final class Batch {

  /** The column of the table of keys with the rows' ages. */
  static final String AGE = "upkeep_batch_age";

  private final TargetSession session;
  private final Table table;
  private final KeyTable keys;
  private final String age;
  private final AgeLimit limit;
  private final Walk walk;
  private boolean begun;

  Batch(TargetSession session, Table table, String ageColumn, AgeLimit limit) {
    this.session = session;
    this.table = table;
    this.keys = new KeyTable(table);
    this.age = Quoted.identifier(ageColumn);
    this.limit = limit;
    this.walk = Walk.over(table, ageColumn);
  }

  KeyTable keys() {
    return keys;
  }

  /** Makes the table for the keys. */
  void prepare() {
    keys.make(session, List.of(age + " AS " + AGE));
  }

  /** Chooses the next rows without locking any; answers how many there are. */
  long choose(int rows) {
    keys.empty(session);
    int chosen =
        session
            .sql(
                """
                INSERT INTO %1$s (%2$s, %3$s)
                SELECT %4$s, %5$s FROM %6$s FORCE INDEX (%7$s)
                 WHERE %5$s < :limit AND %5$s > :noAge %8$s
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
                        rows))
            .param("limit", limit.text())
            .param("noAge", AgeLimit.NO_AGE)
            .update();
    if (chosen > 0) {
      walk.note(session);
    }
    return chosen;
  }

  /**
   * Locks the chosen rows that are still old, until the transaction ends, and says which they are.
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
        .param("limit", limit.text())
        .update();
    return session
        .sql("SELECT @upkeep_rows, @upkeep_digest")
        .query((row, number) -> new Sealed(row.getLong(1), row.getString(2)))
        .single();
  }

  /** Copies the sealed rows; answers what then stands in the archive. */
  Sealed copyInto(Table archive, List<Column> columns) {
    return Copying.rows(
        session, archive, columns, table, columns, chosenRows(), Map.of("limit", limit.text()));
  }

  /** Deletes the sealed rows. */
  long delete() {
    return session
        .sql("DELETE %s FROM %s".formatted(table.sql(), chosenRows()))
        .param("limit", limit.text())
        .update();
  }

  /** The batch is committed. */
  void committed() {
    walk.advance(session);
    begun = true;
  }

  private String chosenRows() {
    return "%s WHERE %s.%s < :limit".formatted(keys.joined(table), table.sql(), age);
  }
}
