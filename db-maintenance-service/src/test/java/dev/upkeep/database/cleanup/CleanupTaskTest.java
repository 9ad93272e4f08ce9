package dev.upkeep.database.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.database.testkit.RunByHand.Killed;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.amount.Age;
import dev.upkeep.system.database.LeftConnections;
import dev.upkeep.system.database.TargetDatabases;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CleanupTaskTest {

  private static final ZoneId BANGKOK = ZoneId.of("Asia/Bangkok");

  private TestDatabase database;

  @BeforeEach
  void make() throws Exception {
    database = TestDatabase.withGrantsOf("database.cleanup");
  }

  @AfterEach
  void drop() throws Exception {
    database.close();
  }

  private static CleanupPolicy archive(String table, String age, String olderThan, String into) {
    return new CleanupPolicy(
        table, age, Age.parse(olderThan).orElseThrow(), new CleanupPolicy.Action.Archive(into));
  }

  private static CleanupPolicy delete(String table, String age, String olderThan) {
    return new CleanupPolicy(
        table, age, Age.parse(olderThan).orElseThrow(), new CleanupPolicy.Action.Delete());
  }

  private RunByHand run(int batchRows, CleanupPolicy... policies) {
    return run(batchRows, false, policies);
  }

  private RunByHand run(int batchRows, boolean optimize, CleanupPolicy... policies) {
    return new RunByHand(
        new CleanupTask(database.door(BANGKOK, policies)),
        new CleanupParameters(null, batchRows, "2s", optimize),
        Clock.systemUTC());
  }

  /** Of the rows, the first half is more than a year old and the other younger, by local time. */
  private void logs(String table, int rows) throws Exception {
    database.execute(
        """
        CREATE TABLE %1$s (
          id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
          what VARCHAR(200) NOT NULL, created_at DATETIME NOT NULL, KEY (created_at));
        CREATE TABLE %1$s_archive (
          id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
          what VARCHAR(200) NOT NULL, created_at DATETIME NOT NULL);
        INSERT INTO %1$s
        SELECT seq, CONCAT('entry ', seq),
               CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', '+07:00')
                 - INTERVAL IF(seq <= %2$d / 2, 367, 360) DAY + INTERVAL seq SECOND
          FROM seq_1_to_%2$d;
        """
            .formatted(table, rows));
  }

  @Test
  void movesOldRowsAndLeavesTheOthers() throws Exception {
    logs("audit", 5_000);

    RunByHand run = run(300, archive("audit", "created_at", "1y", "audit_archive"));
    Evidence summary = run.complete();

    assertThat(summary.values()).containsEntry("moved-rows", 2_500L);
    assertThat(database.count("audit")).isEqualTo(2_500);
    assertThat(database.count("audit_archive")).isEqualTo(2_500);
    assertThat(run.evidence("move-rows/audit").values()).containsEntry("batches", 9L);
    assertThat(
            database.sql("SELECT SUM(row_count) FROM upkeep_receipts").query(Long.class).single())
        .isEqualTo(2_500);
    assertThat(
            database
                .sql("SELECT CONCAT(from_key, to_key) FROM upkeep_receipts WHERE batch = 2")
                .query(String.class)
                .single())
        .isEqualTo("[\"301\"][\"600\"]");
  }

  @Test
  void purgesWhatWasDeletedLongAgoAndLeavesRowsWithoutAnAge() throws Exception {
    database.execute(
        """
        CREATE TABLE notes (id INT NOT NULL PRIMARY KEY, text VARCHAR(50), deleted_at TIMESTAMP NULL);
        INSERT INTO notes SELECT seq, 'x', IF(seq % 3 = 0, NULL, UTC_TIMESTAMP() - INTERVAL IF(seq % 3 = 1, 91, 89) DAY)
          FROM seq_1_to_3000;
        """);

    Evidence summary = run(100, delete("notes", "deleted_at", "90d")).complete();

    assertThat(summary.values()).containsEntry("purged-rows", 1_000L);
    assertThat(database.sql("SELECT DISTINCT id % 3 FROM notes").query(Integer.class).list())
        .containsExactlyInAnyOrder(0, 2);
  }

  @Test
  void losesNothingAndDoublesNothingWhereverAWorkerDies() throws Exception {
    logs("audit", 2_000);
    var policy = archive("audit", "created_at", "1y", "audit_archive");
    TargetDatabases door = database.door(BANGKOK, policy);
    var deaths = new AtomicInteger();
    var place = new AtomicInteger();
    RunByHand run =
        new RunByHand(
            new CleanupTask(door), new CleanupParameters(null, 50, "2s", false), Clock.systemUTC());
    run.onSafePoint(
        (step, where) -> {
          if (place.incrementAndGet() % 3 == 0) {
            deaths.incrementAndGet();
            throw new Killed();
          }
        });

    End end = null;
    for (long fence = 1; end == null; fence++) {
      try {
        end = run.attempt(fence);
      } catch (Killed killed) {
        new LeftConnections(door).end(run.run(), run.held());
      }
    }

    assertThat(end).isInstanceOf(End.Completed.class);
    assertThat(deaths).hasValueGreaterThan(5);
    assertThat(database.count("audit")).isEqualTo(1_000);
    assertThat(database.count("audit_archive")).isEqualTo(1_000);
    assertThat(run.evidence("move-rows/audit").values()).containsEntry("rows", 1_000L);
  }

  @Test
  void takesNoYoungRowThatComesInMeanwhile() throws Exception {
    logs("audit", 20_000);
    var stop = new AtomicBoolean();
    CompletableFuture<Integer> application =
        CompletableFuture.supplyAsync(() -> insertAcrossTheCutOff(stop));

    Evidence summary = run(200, archive("audit", "created_at", "1y", "audit_archive")).complete();
    stop.set(true);
    int inserted = application.get();

    assertThat(inserted).isPositive();
    assertThat(database.count("audit") + database.count("audit_archive"))
        .isEqualTo(20_000 + inserted);
    String cutOff =
        database.sql("SELECT MAX(cut_off) FROM upkeep_receipts").query(String.class).single();
    assertThat(
            database
                .sql("SELECT COUNT(*) FROM audit_archive WHERE created_at >= :cutOff")
                .param("cutOff", cutOff)
                .query(Long.class)
                .single())
        .isZero();
    assertThat(summary.values().get("moved-rows")).isEqualTo(database.count("audit_archive"));
  }

  private int insertAcrossTheCutOff(AtomicBoolean stop) {
    try (Connection connection = database.application();
        Statement statement = connection.createStatement()) {
      int inserted = 0;
      while (!stop.get()) {
        statement.execute(
            """
            INSERT INTO audit (what, created_at)
            VALUES ('crossing', CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', '+07:00') - INTERVAL 1 YEAR + INTERVAL %d SECOND)
            """
                .formatted(inserted % 7 - 3));
        inserted++;
      }
      return inserted;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void keepsEveryKindOfValueAsItWas() throws Exception {
    database.execute(
        """
        CREATE TABLE `we``ird ?:x "t'able` (
          `select` BIGINT UNSIGNED NOT NULL, `gr-üße` VARBINARY(20) NOT NULL,
          thai VARCHAR(100) CHARACTER SET utf8mb4, emoji TEXT CHARACTER SET utf8mb4,
          latin CHAR(10) CHARACTER SET latin1, nul VARBINARY(100), doc JSON, bits BIT(13),
          price DECIMAL(20,6), ratio DOUBLE, half FLOAT, day DATE, at DATETIME(6) NOT NULL, ts TIMESTAMP(6) NULL,
          t TIME(3), e ENUM('a','ข'), s SET('x','y'), big LONGBLOB, u UUID,
          total DECIMAL(30,6) AS (price * 2) STORED, short VARCHAR(3) AS (LEFT(thai, 3)) VIRTUAL,
          PRIMARY KEY (`gr-üße`, `select`));
        CREATE TABLE archive LIKE `we``ird ?:x "t'able`;
        INSERT INTO `we``ird ?:x "t'able`
          (`select`, `gr-üße`, thai, emoji, latin, nul, doc, bits, price, ratio, half, day, at, ts, t, e, s, big, u)
        SELECT seq % 7, CONCAT(UNHEX('00FF'), seq), REPEAT('กำ', seq % 30), CONCAT('👩‍👩‍👧 ', seq), 'é',
               CONCAT(CHAR(0), seq, CHAR(0)), '{"k": ["\\u0e01", null]}', seq % 8192, seq / 7, 1 / seq, 1 / seq,
               '2020-02-29', '2020-02-29 12:00:00.123456' + INTERVAL seq SECOND, '2020-01-01 00:00:00.5', '-838:59:59',
               IF(seq % 2, 'a', 'ข'), 'x,y', REPEAT('b', seq * 40), UUID()
          FROM seq_1_to_500;
        SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO');
        """);
    String digest =
        """
        SELECT SHA2(GROUP_CONCAT(row_digest ORDER BY row_digest SEPARATOR ''), 256) FROM (
          SELECT SHA2(CONCAT_WS('|', `select`, HEX(`gr-üße`), HEX(thai), HEX(emoji), HEX(latin), HEX(nul), HEX(doc),
                 HEX(bits), price, HEX(ratio), ratio, half, day, at, ts, t, e, s, HEX(big), u, total, short), 256) AS row_digest
            FROM %s) AS digests
        """;
    database.execute("SET SESSION group_concat_max_len = 1000000");
    String before =
        database.sql(digest.formatted("`we``ird ?:x \"t'able`")).query(String.class).single();

    run(37, archive("we`ird ?:x \"t'able", "at", "1y", "archive")).complete();

    assertThat(database.count("`we``ird ?:x \"t'able`")).isZero();
    assertThat(database.sql(digest.formatted("archive")).query(String.class).single())
        .isEqualTo(before);
  }

  @Test
  void walksKeysOfEveryTypeWithoutAnIndexOnTheAge() throws Exception {
    for (String type :
        List.of(
            "VARCHAR(40) COLLATE utf8mb4_uca1400_ai_ci",
            "VARBINARY(40)",
            "DECIMAL(20,3)",
            "DATETIME(6)",
            "UUID",
            "ENUM('c','b','a')",
            "DOUBLE")) {
      database.execute(
          """
          CREATE OR REPLACE TABLE t (k %1$s NOT NULL, n INT NOT NULL, at DATETIME NOT NULL, PRIMARY KEY (k, n));
          CREATE OR REPLACE TABLE a LIKE t;
          INSERT INTO t SELECT %2$s, seq, '2020-01-01' + INTERVAL (seq %% 2) * 10 YEAR FROM seq_1_to_1000;
          """
              .formatted(
                  type,
                  type.startsWith("ENUM")
                      ? "1 + seq % 3"
                      : type.equals("UUID")
                          ? "CAST(UUID() AS UUID)"
                          : type.startsWith("DATETIME")
                              ? "'2020-01-01' + INTERVAL CRC32(seq) % 1000 * 1.5 SECOND"
                              : "CRC32(seq) % 300"));

      Evidence summary = run(23, archive("t", "at", "2y", "a")).complete();

      assertThat(summary.values()).as(type).containsEntry("moved-rows", 500L);
      assertThat(database.count("t")).as(type).isEqualTo(500);
      assertThat(database.count("a")).as(type).isEqualTo(500);
    }
  }

  @Test
  void refusesAWorkerThatWasTakenOver() throws Exception {
    logs("audit", 1_000);
    RunByHand run = run(100, archive("audit", "created_at", "1y", "audit_archive"));
    run.onSafePoint(
        (step, where) -> {
          if (step.startsWith("move-rows")) {
            // Meanwhile another worker has taken the run over.
            database.execute("UPDATE upkeep_fences SET fence = 2, lowest = 2");
          }
        });

    End end = run.attempt(1);

    assertThat(end)
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed ->
                assertThat(failed.outcome().reason())
                    .contains("has since been worked on with a later right"));
    assertThat(database.count("audit")).isEqualTo(1_000);
    assertThat(database.count("upkeep_receipts")).isZero();
  }

  @Test
  void failsByNameWhenTheArchiveHasTheKeyAlready() throws Exception {
    logs("audit", 1_000);
    database.execute("INSERT INTO audit_archive VALUES (250, 'another', '2020-01-01')");

    End end = run(100, archive("audit", "created_at", "1y", "audit_archive")).attempt(1);

    assertThat(end)
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed -> {
              assertThat(failed.step()).isEqualTo("move-rows/audit");
              assertThat(failed.outcome().reason()).contains("Duplicate entry '250'");
              assertThat(failed.outcome().retryable()).isFalse();
            });
    assertThat(database.count("audit") + database.count("audit_archive")).isEqualTo(1_001);
  }

  @Test
  void refusesTablesThatDoNotFitByName() throws Exception {
    database.execute(
        """
        CREATE TABLE parent (id INT PRIMARY KEY, at DATETIME, text VARCHAR(100), extra INT);
        CREATE TABLE parent_archive (id INT PRIMARY KEY, at DATETIME, text VARCHAR(50));
        CREATE TABLE child (id INT PRIMARY KEY, parent_id INT, FOREIGN KEY (parent_id) REFERENCES parent (id));
        CREATE TABLE keyless (at INT);
        CREATE VIEW looks AS SELECT * FROM parent;
        """);

    End end =
        run(
                100,
                archive("parent", "at", "1y", "parent_archive"),
                delete("keyless", "at", "1y"),
                delete("looks", "at", "1y"),
                delete("child", "created", "1y"),
                delete("gone", "at", "1y"))
            .attempt(1);

    assertThat(end)
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed ->
                assertThat(failed.outcome().reason())
                    .contains("the archive 'parent_archive' has no column 'extra'")
                    .contains(
                        "the column 'text' of the archive 'parent_archive' is varchar(50), not varchar(100)")
                    .contains("referred to by foreign keys of " + database.schema() + ".child")
                    .contains("'keyless' has no primary key")
                    .contains("the age column 'at' of 'keyless' is int(11)")
                    .contains("'looks' is no InnoDB table")
                    .contains("'child' has no column 'created', but: id, parent_id")
                    .contains("there is no table 'gone'"));
  }

  @Test
  void refusesToWorkWhenTheClocksDoNotAgree() throws Exception {
    logs("audit", 10);
    var run =
        new RunByHand(
            new CleanupTask(
                database.door(BANGKOK, archive("audit", "created_at", "1y", "audit_archive"))),
            new CleanupParameters(null, 100, "2s", false),
            Clock.offset(Clock.systemUTC(), Duration.ofMinutes(6)));

    assertThat(run.attempt(1))
        .isInstanceOfSatisfying(
            End.Failed.class, failed -> assertThat(failed.outcome().reason()).contains("s apart"));
  }

  @Test
  void namesTheMissingGrants() throws Exception {
    try (TestDatabase poor = TestDatabase.withRights("SELECT, INSERT")) {
      poor.execute("CREATE TABLE t (id INT PRIMARY KEY, at DATETIME)");
      var run =
          new RunByHand(
              new CleanupTask(poor.door(BANGKOK, delete("t", "at", "1y"))),
              new CleanupParameters(null, 100, "2s", false),
              Clock.systemUTC());

      assertThat(run.attempt(1))
          .asString()
          .contains(
              "GRANT DELETE, CREATE, CREATE TEMPORARY TABLES ON `%s`.* TO '%s'@'%%';"
                  .formatted(poor.schema(), poor.account()))
          .contains("GRANT UPDATE ON `%s`.`upkeep_fences`".formatted(poor.schema()));
    }
  }

  @Test
  void saysThatThePasswordIsWrongWithoutSayingIt() throws Exception {
    var run =
        new RunByHand(
            new CleanupTask(database.door(BANGKOK, "wrong-secret", delete("t", "at", "1y"))),
            new CleanupParameters(null, 100, "2s", false),
            Clock.systemUTC());

    assertThat(run.attempt(1))
        .asString()
        .contains("Access denied for user")
        .contains("retryable=false")
        .doesNotContain("wrong-secret");
  }

  @Test
  void waitsForRowsThatTheApplicationHoldsAndLosesNoneOfItsChanges() throws Exception {
    logs("audit", 1_000);
    try (Connection application = database.application();
        Statement statement = application.createStatement()) {
      application.setAutoCommit(false);
      statement.execute("UPDATE audit SET what = 'changed at the last moment' WHERE id = 450");
      RunByHand run = run(100, archive("audit", "created_at", "1y", "audit_archive"));
      run.onSafePoint(
          (step, where) -> {
            if (where.equals("rows-in-use")) {
              application.commit();
            }
          });

      run.complete();

      assertThat(
              database
                  .sql("SELECT what FROM audit_archive WHERE id = 450")
                  .query(String.class)
                  .single())
          .isEqualTo("changed at the last moment");
    }
  }

  @Test
  void rebuildsTheTablesThatShrankIfThatPays() throws Exception {
    logs("audit", 80_000);

    Evidence summary =
        run(5_000, true, archive("audit", "created_at", "1y", "audit_archive")).complete();

    assertThat(summary.values()).containsEntry("moved-rows", 40_000L);
    assertThat((Long) summary.values().get("reclaimed-bytes")).isGreaterThan(2L << 20);
  }

  @Test
  void plansWithoutTouchingAnything() throws Exception {
    logs("audit", 1_000);

    List<Plan> plans = run(100, archive("audit", "created_at", "1y", "audit_archive")).dryRun();

    assertThat(plans)
        .first()
        .extracting(Plan::line)
        .asString()
        .startsWith("would move 500 rows of 'audit'");
    assertThat(database.count("audit")).isEqualTo(1_000);
    assertThat(
            database
                .sql(
                    "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()")
                .query(Long.class)
                .single())
        .isEqualTo(2);
  }

  @Test
  void refusesAPolicyThatTheSystemFileDoesNotHave() {
    var run =
        new RunByHand(
            new CleanupTask(database.door(BANGKOK, delete("t", "at", "1y"))),
            new CleanupParameters(List.of("audit"), 100, "2s", false),
            Clock.systemUTC());

    assertThatThrownBy(run::complete)
        .hasMessageContaining("no cleanup policy for the table 'audit'");
  }
}
