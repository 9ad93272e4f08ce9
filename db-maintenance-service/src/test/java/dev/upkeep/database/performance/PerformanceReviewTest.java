package dev.upkeep.database.performance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.test.SettableClock;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.database.testkit.BackupStage;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.database.testkit.ServiceSchema;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.system.NamedQuery;
import dev.upkeep.system.Tuning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerformanceReviewTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private static final String LETTERS =
      """
      CREATE TABLE letters (id INT PRIMARY KEY, status VARCHAR(20) NOT NULL, at DATETIME NOT NULL, who VARCHAR(50),
        KEY by_at (at), KEY by_at_too (at), KEY by_at_and_who (at, who));
      INSERT INTO letters SELECT seq, IF(seq % 50 = 0, 'PENDING', 'OTHER'), NOW() - INTERVAL seq HOUR, 'สมชาย 😀'
        FROM seq_1_to_5000;
      ANALYZE TABLE letters;
      """;

  @TempDir private Path folder;
  private final SettableClock clock = SettableClock.at(NOW);
  private TestDatabase database;
  private ServiceSchema service;
  private Path log;

  @BeforeEach
  void make() throws Exception {
    database = TestDatabase.withGrantsOf("database.performance-review");
    service = new ServiceSchema();
    log = folder.resolve("slow.log");
    database.execute(LETTERS);
  }

  @AfterEach
  void drop() throws Exception {
    database.execute("SET GLOBAL slow_query_log = 0;\nSET GLOBAL log_output = 'FILE';");
    database.close();
    service.close();
  }

  private RunByHand run(NamedQuery... queries) {
    return new RunByHand(
        new PerformanceReviewTask(
            database.door(new Tuning(List.of(), List.of(queries), Optional.of(log))),
            sandboxes(),
            service.jdbc()),
        new PerformanceReviewParameters(10, "7d", null, true),
        clock);
  }

  private Sandboxes sandboxes() {
    return new Sandboxes(folder.resolve("sandboxes"), Optional.empty());
  }

  private void logged(Instant at, double seconds, String schema, String user, String statement)
      throws Exception {
    Files.writeString(
        log,
        """
        # User@Host: %s[%s] @ web [10.0.0.1]
        # Thread_id: 5  Schema: %s  QC_hit: No
        # Query_time: %.6f  Lock_time: 0.000100  Rows_sent: 10  Rows_examined: 5000
        SET timestamp=%d;
        %s;
        """
            .formatted(user, user, schema, seconds, at.getEpochSecond(), statement),
        Files.exists(log)
            ? java.nio.file.StandardOpenOption.APPEND
            : java.nio.file.StandardOpenOption.CREATE);
  }

  private void slowLogOn() throws Exception {
    database.execute(
        "SET GLOBAL log_output = 'FILE';\nSET GLOBAL long_query_time = 1000;\nSET GLOBAL slow_query_log = 1;");
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> worst(RunByHand run) {
    return (List<Map<String, Object>>) run.evidence("read-slow-queries").values().get("worst");
  }

  private static String pending(String who) {
    return "SELECT * FROM letters WHERE status = 'PENDING' AND who = '" + who + "' LIMIT 10";
  }

  @Test
  void tellsOfSlowClassesWithTheirPlanAndAnAdviceAndWithoutPeoplesData() throws Exception {
    slowLogOn();
    logged(NOW.minus(Duration.ofDays(1)), 2, database.schema(), "app", pending("สมชาย ใจดี"));
    logged(NOW.minus(Duration.ofDays(1)), 3, database.schema(), "app", pending("O\\'Brien 😀"));
    logged(NOW.minus(Duration.ofDays(1)), 9, "another", "app", "SELECT 'of another database'");
    logged(
        NOW.minus(Duration.ofDays(1)),
        9,
        database.schema(),
        database.account(),
        "SELECT 'our own'");
    logged(NOW.minus(Duration.ofDays(9)), 9, database.schema(), "app", "SELECT 'long ago'");

    RunByHand run = run();
    run.complete();

    assertThat(worst(run))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row)
                  .containsEntry("calls", 2L)
                  .containsEntry("total-ms", 5000L)
                  .containsEntry("news", "new")
                  .containsEntry(
                      "statement", "select * from letters where status = ? and who = ? limit ?");
              assertThat(row.get("plan").toString()).contains("letters without index (ALL");
            });
    assertThat(run.sightings())
        .filteredOn(sighting -> sighting.kind().equals("database.index-advice"))
        .singleElement()
        .satisfies(
            sighting ->
                assertThat(sighting.title())
                    .contains("idx_letters_status_who on letters (`status`, `who`)"));
    assertThat(run.evidence().toString() + run.sightings())
        .doesNotContain("สมชาย", "Brien", "another database", "our own");
  }

  @Test
  void advisesWhatSavesRowsOnACopyOfTheNewestBackupAndNothingElse() throws Exception {
    try (BackupStage stage = BackupStage.in(folder)) {
      stage
          .database()
          .grant("database.performance-review", "`schema`", "`" + stage.database().inGrants() + "`")
          .execute(LETTERS);
      stage.backup().complete();
      slowLogOn();
      Instant yesterday = NOW.minus(Duration.ofDays(1));
      String schema = stage.database().schema();
      logged(yesterday, 2, schema, "app", pending("O\\'Brien"));
      logged(yesterday, 3, schema, "app", "SELECT COUNT(*) FROM letters WHERE who = 'สมชาย 😀'");
      logged(yesterday, 4, schema, "app", "DELETE FROM letters WHERE status = 'GONE' LIMIT 100");

      RunByHand run =
          new RunByHand(
              new PerformanceReviewTask(
                  stage.door(new Tuning(List.of(), List.of(), Optional.of(log))),
                  stage.sandboxes(),
                  service.jdbc()),
              new PerformanceReviewParameters(10, "7d", null, true),
              clock);
      run.complete();

      assertThat(run.sightings())
          .filteredOn(sighting -> sighting.kind().equals("database.index-advice"))
          .singleElement()
          .satisfies(
              sighting -> {
                assertThat(sighting.subject()).isEqualTo("letters.idx_letters_status_who");
                Map<String, Object> proof = sighting.evidence().values();
                assertThat(proof.get("tried-on").toString()).startsWith("a copy of the backup ");
                assertThat(((Map<?, ?>) proof.get("queries")).values())
                    .as("the SELECT and what the DELETE has to find")
                    .hasSize(2)
                    .allSatisfy(
                        saved ->
                            assertThat(saved.toString())
                                .contains("rows-read-before=5000", "rows-read-after=0"));
              });
      assertThat(run.evidence("try-advice").values().get("indexes").toString())
          .contains("letters(`who`)", "it saves too little; not advised");
      assertThat(run.evidence().toString() + run.sightings()).doesNotContain("สมชาย", "Brien");
      assertThat(stage.database().count("letters")).isEqualTo(5000);
    }
  }

  @Test
  void aKnownClassIsNoNewsUntilItIsSlower() throws Exception {
    slowLogOn();
    logged(NOW.minus(Duration.ofDays(1)), 2, database.schema(), "app", pending("a"));
    run().complete();

    clock.advance(Duration.ofDays(7));
    logged(clock.instant().minus(Duration.ofDays(1)), 2.2, database.schema(), "app", pending("b"));
    RunByHand second = run();
    second.complete();
    assertThat(worst(second))
        .singleElement()
        .satisfies(
            row -> assertThat(row).containsEntry("news", "known").containsEntry("calls", 1L));

    clock.advance(Duration.ofDays(7));
    logged(clock.instant().minus(Duration.ofDays(1)), 8, database.schema(), "app", pending("c"));
    RunByHand third = run();
    third.complete();
    assertThat(worst(third))
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("news", "slower"));
    assertThat(third.sightings())
        .extracting(sighting -> sighting.kind())
        .contains("database.slower-query");
  }

  @Test
  void whereTheSlowLogIsOffItSaysExactlyHowToTurnItOn() throws Exception {
    RunByHand run = run();

    run.complete();

    assertThat(run.evidence("read-slow-queries").values())
        .containsEntry("source", "none")
        .hasEntrySatisfying(
            "remedy",
            remedy -> assertThat(remedy).asString().contains("SET GLOBAL slow_query_log = ON"));
    assertThat(run.sightings())
        .extracting(sighting -> sighting.kind())
        .contains("database.slow-log-off");
  }

  @Test
  void readsTheServersOwnTable() throws Exception {
    database.execute(
        "TRUNCATE TABLE mysql.slow_log;\nSET GLOBAL log_output = 'TABLE';\nSET GLOBAL slow_query_log = 1;");
    try (Connection application = database.application();
        var statement = application.createStatement()) {
      statement.execute("SET SESSION long_query_time = 0");
      statement.execute(pending("สมชาย"));
      statement.execute(pending("สมหญิง"));
    }
    clock.set(Instant.now().plusSeconds(60));

    RunByHand run = run();
    run.complete();

    assertThat(worst(run))
        .filteredOn(
            row ->
                row.get("statement")
                    .equals("select * from letters where status = ? and who = ? limit ?"))
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("calls", 2L));
    assertThat(run.evidence().toString()).doesNotContain("สมชาย");
  }

  @Test
  void explainsTheQueriesThatOperatorsNamed() throws Exception {
    RunByHand run =
        run(
            new NamedQuery("pending", "SELECT * FROM letters WHERE status = 'PENDING' AND id > 5"),
            new NamedQuery("by-key", "SELECT * FROM letters WHERE id = 7"),
            new NamedQuery("broken", "SELECT 'สมชาย' FROM nowhere"));

    run.complete();

    assertThat(run.evidence("explain-named-queries").values().toString())
        .contains(
            "pending={plan=[letters",
            "by-key={plan=[letters by PRIMARY (const",
            "broken={plan=the server cannot explain it")
        .doesNotContain("สมชาย");
  }

  @Test
  void tellsOfIndexesThatAreTooManyAndOfTheServer() throws Exception {
    RunByHand run = run();

    run.complete();

    assertThat(run.sightings())
        .filteredOn(sighting -> sighting.kind().equals("database.redundant-index"))
        .extracting(sighting -> sighting.subject())
        .containsExactlyInAnyOrder("letters.by_at", "letters.by_at_too");
    assertThat(run.evidence("review-indexes").values().get("unused-indexes"))
        .isEqualTo("not known: performance_schema is off");
    assertThat(run.evidence("look-at-server").values())
        .containsKeys(
            "buffer-pool-hits-percent",
            "threads-running",
            "connections-percent",
            "temporary-tables-on-disk-percent",
            "row-lock-waits");
  }

  @Test
  void saysWhichRightsAreMissing() throws Exception {
    try (TestDatabase poor = TestDatabase.withRights("INSERT")) {
      End end =
          new RunByHand(
                  new PerformanceReviewTask(poor.door(Tuning.none()), sandboxes(), service.jdbc()),
                  new PerformanceReviewParameters(10, "7d", null, true),
                  clock)
              .attempt(1);
      assertThat(end)
          .isInstanceOfSatisfying(
              End.Refused.class,
              refused ->
                  assertThat(((Precheck.Fail) refused.precheck()).remedy())
                      .contains("GRANT SELECT ON `%s`.* TO".formatted(poor.schema())));
    }
  }
}
