package dev.upkeep.database.cleanup;

import dev.upkeep.database.rows.RowDigest;
import dev.upkeep.database.rows.RowKey;
import dev.upkeep.database.rows.Sealed;
import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Table;
import dev.upkeep.system.database.Quoted;
import dev.upkeep.system.database.TargetSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The statements that take one batch of old rows: a stretch of the way along an index. The copy and
 * the deletion each go along it by themselves, and each tells of every row which it was; only equal
 * answers may be committed. So each row is visited twice and not more often.
 *
 * <p>Rows of about one age mostly were inserted one after the other. Where the rows of a batch have
 * their part of the primary key to themselves, they are gone through along that: it costs a quarter
 * less than to come by each of them through the index on its age.
 */
final class Batch {

  /** So many times more rows than strangers among them. */
  private static final int STRANGERS = 50;

  /** Rows that the driver takes in at once, so that it works while the server does. */
  private static final int FETCHED = 200;

  private final TargetSession session;
  private final Table table;
  private final OldRows rows;
  private final RowKey key;
  private final Walk walk;
  private int most;
  private boolean alongKey;
  private boolean begun;

  Batch(TargetSession session, OldRows rows) {
    this.session = session;
    this.table = rows.table();
    this.rows = rows;
    this.key = RowKey.of(table);
    this.walk = Walk.over(table, rows.age());
  }

  /**
   * Chooses where the batch ends, without locking any row; answers how many rows it has.
   *
   * @param atMost rows
   */
  int choose(int atMost) {
    most = Math.min(atMost, key.most());
    return walk.number().isPresent() ? chooseByAge(walk.number().get()) : chooseByKey();
  }

  private int chooseByAge(String number) {
    session
        .sql(
            """
            SELECT COUNT(*), MAX(upkeep_age), MIN(upkeep_number), MAX(upkeep_number)
              INTO @upkeep_rows, @upkeep_next0, @upkeep_first, @upkeep_last
              FROM (SELECT %1$s AS upkeep_age, %2$s AS upkeep_number
                      FROM %3$s FORCE INDEX (%4$s)
                     WHERE %5$s
                     ORDER BY %1$s
                     LIMIT %6$d) AS next_rows
            """
                .formatted(walk.order(), number, table.sql(), walk.index(), beyond(), most))
        .params(rows.parameters())
        .update();
    record Chosen(int rows, int onTheKey) {}
    Chosen chosen =
        session
            .sql(
                """
                SELECT @upkeep_rows,
                       (SELECT COUNT(*)
                          FROM (SELECT 1 FROM %s FORCE INDEX (PRIMARY)
                                 WHERE %s
                                 LIMIT %d) AS on_the_key)
                """
                    .formatted(table.sql(), onTheKey(number), most + most / STRANGERS + 1))
            .query((row, at) -> new Chosen(row.getInt(1), row.getInt(2)))
            .single();
    alongKey = chosen.onTheKey() - chosen.rows() <= chosen.rows() / STRANGERS;
    return chosen.rows();
  }

  private int chooseByKey() {
    List<String> noted = walk.noted();
    session.sql("SET @upkeep_rows = 0").update();
    session
        .sql(
            """
            SELECT counted%1$s INTO @upkeep_rows%2$s
              FROM (SELECT COUNT(*) OVER () AS counted, next_rows.*
                      FROM (SELECT 1 AS one%3$s FROM %4$s FORCE INDEX (%5$s)
                             WHERE %6$s
                             ORDER BY %7$s
                             LIMIT %8$d) AS next_rows) AS counted_rows
             ORDER BY one%9$s
             LIMIT 1
            """
                .formatted(
                    each(noted, ", noted%1$d"),
                    each(noted, ", @upkeep_next%1$d"),
                    each(noted, ", %2$s AS noted%1$d"),
                    table.sql(),
                    walk.index(),
                    beyond(),
                    walk.order(),
                    most,
                    each(noted, ", noted%1$d DESC")))
        .params(rows.parameters())
        .update();
    return session.sql("SELECT @upkeep_rows").query(Integer.class).single();
  }

  /** Copies the rows of the batch; answers what then stands in the archive. */
  Tally copyInto(Table archive, List<Column> columns) {
    var tally = new Tally();
    String names = Quoted.identifiers(columns.stream().map(Column::name).toList());
    session
        .sql(
            """
            INSERT INTO %1$s (%2$s)
            SELECT %2$s FROM %3$s FORCE INDEX (%4$s)
             WHERE %5$s
            RETURNING %6$s, %7$s
            """
                .formatted(
                    archive.sql(),
                    names,
                    table.sql(),
                    alongKey ? Quoted.identifier(Index.PRIMARY) : walk.index(),
                    stretch(),
                    RowDigest.ofRow(columns, ""),
                    key.asJson()))
        .params(rows.parameters())
        .withFetchSize(FETCHED)
        .query(
            row -> {
              tally.add(row.getString(1), row.getString(2));
            });
    return tally;
  }

  /** Deletes the rows of the batch, whose keys the copy has told; answers what was deleted. */
  Sealed deleteCopied(List<Column> columns) {
    var sum = new Sealed.Sum();
    session
        .sql(
            "DELETE FROM %s WHERE %s RETURNING %s"
                .formatted(table.sql(), stretch(), RowDigest.ofRow(columns, "")))
        .params(rows.parameters())
        .withFetchSize(FETCHED)
        .query(
            row -> {
              sum.add(row.getString(1));
            });
    return sum.sealed();
  }

  /**
   * Deletes the rows of the batch.
   *
   * @param files where their files are noted, so that they go when the rows are gone
   * @return what was deleted
   */
  Tally delete(List<Column> columns, Optional<NotedFiles> files) {
    var tally = new Tally();
    List<String> paths = new ArrayList<>();
    session
        .sql(
            "DELETE FROM %s WHERE %s RETURNING %s, %s, %s"
                .formatted(
                    table.sql(),
                    stretch(),
                    RowDigest.ofRow(columns, ""),
                    key.asJson(),
                    files.map(NotedFiles::path).orElse("NULL")))
        .params(rows.parameters())
        .withFetchSize(FETCHED)
        .query(
            row -> {
              tally.add(row.getString(1), row.getString(2));
              String path = row.getString(3);
              if (path != null) {
                paths.add(path);
              }
            });
    files.ifPresent(noted -> noted.note(paths));
    return tally;
  }

  /** The batch is committed: the next one begins behind it. */
  void committed() {
    if (!walk.noted().isEmpty()) {
      session
          .sql("SET " + each(walk.noted(), ", @upkeep_at%1$d = @upkeep_next%1$d").substring(2))
          .update();
      begun = true;
    }
  }

  /** The rows that are to be taken, from where the last batch ended. */
  private String beyond() {
    return rows.taken() + (begun ? walk.beyond().map(" AND "::concat).orElse("") : "");
  }

  /**
   * The same up to where this one ends, in an order that leaves no choice: rows behind the end,
   * which may be young and in use, are neither read nor locked. Along the key nothing is left out
   * that was chosen: whatever else is there is old as well, or is one of a few strangers.
   */
  private String stretch() {
    if (alongKey) {
      String number = walk.number().orElseThrow();
      return "%s AND %s ORDER BY %s".formatted(rows.taken(), onTheKey(number), number);
    }
    return "%s%s ORDER BY %s LIMIT %d"
        .formatted(beyond(), walk.upTo().map(" AND "::concat).orElse(""), walk.wholeOrder(), most);
  }

  private static String onTheKey(String number) {
    return number + " BETWEEN @upkeep_first AND @upkeep_last";
  }

  private static String each(List<String> columns, String pattern) {
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      terms.add(pattern.formatted(i, columns.get(i)));
    }
    return terms.stream().collect(Collectors.joining());
  }
}
