package dev.upkeep.database.cleanup;

import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.TargetSession;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The statements that take one batch of old rows. Rows never leave the server: a temporary table
 * holds the batch's keys, so only old rows are ever locked, by key, and the insert and the delete
 * mean the same ones.
 */
final class Batch {

  /** The temporary table with the keys of the batch. */
  static final String KEYS = "upkeep_batch";

  /** Its column with the rows' ages, besides the key's own columns. */
  static final String AGE = "upkeep_batch_age";

  private final TargetSession session;
  private final Table table;
  private final String age;
  private final AgeLimit limit;
  private final Walk walk;
  private boolean begun;

  Batch(TargetSession session, Table table, String ageColumn, AgeLimit limit) {
    this.session = session;
    this.table = table;
    this.age = Quoted.identifier(ageColumn);
    this.limit = limit;
    this.walk = Walk.over(table, ageColumn);
  }

  static List<Column> keyColumns(Table table) {
    return table.primaryKey().map(Index::columns).orElse(List.of()).stream()
        .map(table::column)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Makes the table for the keys. */
  void prepare() {
    session.sql("DROP TEMPORARY TABLE IF EXISTS " + KEYS).update();
    session
        .sql(
            "CREATE TEMPORARY TABLE %s (PRIMARY KEY (%s)) ENGINE = InnoDB AS SELECT %s, %s AS %s FROM %s LIMIT 0"
                .formatted(KEYS, key(), key(), age, AGE, table.sql()))
        .update();
  }

  /** Chooses the next rows without locking any; answers how many there are. */
  long choose(int rows) {
    session.sql("DELETE FROM " + KEYS).update();
    int chosen =
        session
            .sql(
                """
                INSERT INTO %1$s (%2$s, %3$s)
                SELECT %2$s, %4$s FROM %5$s FORCE INDEX (%6$s)
                 WHERE %4$s < :limit AND %4$s > :noAge %7$s
                 ORDER BY %8$s
                 LIMIT %9$d
                """
                    .formatted(
                        KEYS,
                        key(),
                        AGE,
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

  /** Locks the chosen rows that are still old, and copies them. */
  long copyInto(Table archive, List<String> columns) {
    return session
        .sql(
            """
            INSERT INTO %1$s (%2$s)
            SELECT %3$s FROM %4$s FOR UPDATE
            """
                .formatted(
                    archive.sql(),
                    Quoted.identifiers(columns),
                    columns.stream()
                        .map(column -> "t." + Quoted.identifier(column))
                        .collect(Collectors.joining(", ")),
                    chosenRows()))
        .param("limit", limit.text())
        .update();
  }

  /** Deletes the chosen rows that are still old. */
  long delete() {
    return session.sql("DELETE t FROM " + chosenRows()).param("limit", limit.text()).update();
  }

  /** The batch is committed. */
  void committed() {
    walk.advance(session);
    begun = true;
  }

  private String chosenRows() {
    String same =
        keyColumns(table).stream()
            .map(column -> Quoted.identifier(column.name()))
            .map(column -> "t.%1$s = k.%1$s".formatted(column))
            .collect(Collectors.joining(" AND "));
    return "%s AS k STRAIGHT_JOIN %s AS t ON %s WHERE t.%s < :limit"
        .formatted(KEYS, table.sql(), same, age);
  }

  private String key() {
    return Quoted.identifiers(keyColumns(table).stream().map(Column::name).toList());
  }
}
