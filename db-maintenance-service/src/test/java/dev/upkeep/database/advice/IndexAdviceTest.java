package dev.upkeep.database.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.query.TableAccess;
import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Column.Generation;
import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Index.Part;
import dev.upkeep.database.table.Table;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexAdviceTest {

  private static Index index(String name, boolean unique, String... columns) {
    return new Index(
        name,
        unique,
        "BTREE",
        false,
        List.of(columns).stream().map(column -> new Part(column, 0, false)).toList());
  }

  private static Column column(String name, String type) {
    return new Column(
        name,
        type.replaceAll("\\(.*", ""),
        type,
        true,
        Optional.of("utf8mb4"),
        Optional.empty(),
        0,
        0,
        0,
        true,
        Generation.NONE);
  }

  private static Table table(String name, Index... indexes) {
    return new Table(
        name,
        "BASE TABLE",
        "InnoDB",
        "Dynamic",
        "",
        100_000,
        0,
        0,
        0,
        Optional.empty(),
        List.of(
            column("id", "int(11)"),
            column("status", "varchar(20)"),
            column("at", "datetime"),
            column("who", "int(11)"),
            column("order", "int(11)"),
            column("body", "text")),
        List.of(indexes));
  }

  private static String advice(String sql, Table... tables) {
    List<TableAccess> plan =
        List.of(
            new TableAccess("t", "ALL", "", 100_000, false, Optional.empty()),
            new TableAccess("u", "ALL", "", 100_000, false, Optional.empty()));
    return IndexAdvice.forQuery(
            sql,
            plan,
            name -> List.of(tables).stream().filter(t -> t.name().equals(name)).findFirst())
        .map(advice -> advice.table() + Index.sql(advice.parts()))
        .orElse("none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT * FROM t WHERE status = 'a' AND at > NOW() - INTERVAL 30 DAY | t(`status`, `at`)",
        "SELECT * FROM t WHERE at BETWEEN '2026-01-01' AND '2026-02-01' AND who = 7 | t(`who`, `at`)",
        "SELECT * FROM t WHERE t.status IN ('a','b') ORDER BY at DESC LIMIT 10 | t(`status`, `at`)",
        "SELECT * FROM t AS x JOIN t ON x.id = t.who WHERE x.status = 'a' | t(`who`)",
        "SELECT * FROM `t` WHERE `order` = 5 | t(`order`)",
        "SELECT * FROM dms.t WHERE (who = 5 AND (status = 'x')) | t(`who`, `status`)",
        "SELECT * FROM t WHERE status LIKE 'abc%' | t(`status`)",
        "select * from t where who = ? and status in (...) limit ? | t(`who`, `status`)",
        "UPDATE LOW_PRIORITY t SET who = 1, status = (SELECT 1) WHERE status = 'a' | t(`status`)",
        "DELETE FROM t WHERE at < '2020-01-01' LIMIT 500 | t(`at`)",
        "SELECT 1 FROM u WHERE EXISTS (SELECT 1 FROM t WHERE t.who = u.id AND t.status = 'a') | t(`who`, `status`)",
        "(SELECT id FROM t WHERE who = 5) UNION ALL (SELECT id FROM t WHERE status = 'a') | t(`who`)",
        "WITH x AS (SELECT * FROM t WHERE who = 5) SELECT * FROM x | t(`who`)",
        "SELECT id FROM t WHERE who IN (SELECT id FROM u WHERE id = 5) | t(`who`)",
        "SELECT COUNT(*) FROM t WHERE who = 5 AND status = 'ไทย' AND at IS NULL | t(`who`, `status`, `at`)",
      })
  void putsSingleValuesBeforeTheRangeOrTheOrder(String sql, String expected) {
    assertThat(advice(sql, table("t", index("PRIMARY", true, "id")))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM t",
        "SELECT * FROM t WHERE status = 'a' OR who = 5",
        "SELECT * FROM t WHERE DATE(at) = '2026-01-01'",
        "SELECT * FROM t WHERE status LIKE '%abc'",
        "SELECT * FROM t WHERE body = 'x'",
        "SELECT * FROM t WHERE who + 1 = 5",
        "SELECT * FROM t WHERE unknown = 5",
        "SELECT * FROM t WHERE id > 5",
        "INSERT INTO t (who) VALUES (1)",
        "DELETE FROM t"
      })
  void saysNothingWhereNoIndexWouldHelpForCertain(String sql) {
    assertThat(advice(sql, table("t", index("PRIMARY", true, "id")))).isEqualTo("none");
  }

  @Test
  void neverAdvisesWhatIsThere() {
    Table table =
        table(
            "t",
            index("PRIMARY", true, "id"),
            index("a", false, "status", "at"),
            index("b", false, "who"));
    assertThat(advice("SELECT * FROM t WHERE status = 'a' AND at > 5", table)).isEqualTo("none");
    assertThat(advice("SELECT * FROM t WHERE who = 5", table)).isEqualTo("none");
  }

  @Test
  void keepsOneIndexOfThoseThatServeTheSameQueries() {
    List<IndexAdvice> kept =
        IndexAdvice.withoutDoubles(
            List.of(
                new IndexAdvice("t", parts("who"), 1, ""),
                new IndexAdvice("t", parts("status", "who"), 2, ""),
                new IndexAdvice("t", parts("who", "status", "at"), 2, ""),
                new IndexAdvice("t", parts("status", "at"), 1, ""),
                new IndexAdvice("u", parts("who"), 1, "")));

    assertThat(kept)
        .extracting(advice -> advice.table() + Index.sql(advice.parts()))
        .containsExactlyInAnyOrder("t(`who`, `status`, `at`)", "t(`status`, `at`)", "u(`who`)");
  }

  private static List<Part> parts(String... columns) {
    return List.of(columns).stream().map(column -> new Part(column, 0, false)).toList();
  }

  @Test
  void whoWantsMostOfTheRowsIsBetterOffReadingThem() {
    List<TableAccess> plan =
        List.of(new TableAccess("t", "ALL", "", 100_000, false, Optional.of(90.0)));
    Table table = table("t", index("PRIMARY", true, "id"));
    assertThat(
            IndexAdvice.forQuery(
                "SELECT * FROM t WHERE status = 'DONE'", plan, name -> Optional.of(table)))
        .isEmpty();
  }

  @Test
  void goesOnWhereAnIndexThatIsUsedLeavesTooManyRows() {
    List<TableAccess> plan =
        List.of(new TableAccess("t", "ref", "by_who", 5_000, false, Optional.of(1.0)));
    Table table = table("t", index("PRIMARY", true, "id"), index("by_who", false, "who"));
    assertThat(
            IndexAdvice.forQuery(
                    "SELECT * FROM t WHERE who = 5 AND at > '2026-01-01'",
                    plan,
                    name -> Optional.of(table))
                .map(advice -> Index.sql(advice.parts())))
        .contains("(`who`, `at`)");
  }

  @Test
  void knowsWhichIndexesAnotherOneMakesSuperfluous() {
    Table table =
        table(
            "t",
            index("PRIMARY", true, "id"),
            index("a", false, "status"),
            index("b", false, "status", "at"),
            index("c", false, "status", "at"),
            index("d", true, "who"),
            index("e", false, "who"),
            index("f", true, "who", "at"));

    assertThat(Redundancy.in(table))
        .extracting(
            r -> r.index().name() + " by " + r.by().name() + (r.duplicate() ? ", a double" : ""))
        .containsExactlyInAnyOrder("a by b", "c by b, a double", "e by d, a double");
  }
}
