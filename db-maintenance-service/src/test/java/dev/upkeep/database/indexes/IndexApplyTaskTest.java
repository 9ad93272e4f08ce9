package dev.upkeep.database.indexes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.database.testkit.ServiceSchema;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.database.testkit.UnrelatedQueries;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.NamedQuery;
import dev.upkeep.system.Tuning;
import dev.upkeep.system.WantedIndex;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IndexApplyTaskTest {

  private TestDatabase database;
  private ServiceSchema service;

  @BeforeEach
  void make() throws Exception {
    database = TestDatabase.withGrantsOf("database.index-apply");
    service = new ServiceSchema();
  }

  @AfterEach
  void drop() throws Exception {
    database.close();
    service.close();
  }

  private RunByHand run(List<NamedQuery> queries, String... definitions) {
    return run(queries, false, definitions);
  }

  private RunByHand run(List<NamedQuery> queries, boolean again, String... definitions) {
    List<WantedIndex> indexes =
        List.of(definitions).stream().map(text -> WantedIndex.parse(text).orElseThrow()).toList();
    return new RunByHand(
        new IndexApplyTask(
            database.door(new Tuning(indexes, queries, Optional.empty())), service.jdbc()),
        new IndexApplyParameters(null, "1s", "10s", "10%", "7d", again),
        Clock.systemUTC());
  }

  /** The tables of the present procedures, with no index but the primary key. */
  private void documents() throws Exception {
    database.execute(
        """
        CREATE TABLE correspondences (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
          status VARCHAR(20) NOT NULL, title VARCHAR(100) NOT NULL, created_at DATETIME NOT NULL);
        CREATE TABLE rfas LIKE correspondences;
        ALTER TABLE rfas RENAME COLUMN status TO workflow_status;
        CREATE TABLE attachments (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
          entity_type VARCHAR(30) NOT NULL, entity_id INT NOT NULL);
        INSERT INTO correspondences (status, title, created_at)
        SELECT ELT(1 + seq % 20, 'PENDING', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S'),
               CONCAT('หนังสือ 📄 ', seq), NOW() - INTERVAL seq HOUR
          FROM seq_1_to_20000;
        INSERT INTO rfas (workflow_status, title, created_at) SELECT status, title, created_at FROM correspondences;
        INSERT INTO attachments (entity_type, entity_id) SELECT ELT(1 + seq % 2, 'rfa', 'letter'), seq % 500 FROM seq_1_to_20000;
        ANALYZE TABLE correspondences;
        ANALYZE TABLE rfas;
        ANALYZE TABLE attachments;
        """);
  }

  private static final NamedQuery PENDING =
      new NamedQuery(
          "pending",
          "SELECT * FROM correspondences WHERE status = 'PENDING' AND created_at > NOW() - INTERVAL 30 DAY");

  private static final String[] OF_THE_PROCEDURES = {
    "idx_correspondences_status on correspondences (status, created_at)",
    "idx_rfas_workflow_status on rfas (workflow_status)",
    "idx_attachments_entity on attachments (entity_type, entity_id)"
  };

  @Test
  void makesTheIndexesOfTheProceduresOnceAndProvesThatTheyHelp() throws Exception {
    documents();

    RunByHand first = run(List.of(PENDING), OF_THE_PROCEDURES);
    assertThat(first.complete().values())
        .containsEntry("created", 3L)
        .containsEntry("reverted", 0L);

    Evidence judged = first.evidence("judge-index/correspondences.idx_correspondences_status");
    assertThat(judged.values()).containsEntry("used-by", List.of("pending"));
    Map<?, ?> pending = (Map<?, ?>) ((Map<?, ?>) judged.values().get("queries")).get("pending");
    assertThat((Long) pending.get("rows-read-before")).isEqualTo(20_000);
    assertThat((Long) pending.get("rows-read-after")).isLessThan(50);
    assertThat(judged.values().get("write-cost").toString())
        .contains("micros-a-row-before", "micros-a-row-after");

    RunByHand second = run(List.of(PENDING), OF_THE_PROCEDURES);
    assertThat(second.complete().values()).containsEntry("created", 0L);
    assertThat(indexes("correspondences"))
        .containsExactlyInAnyOrder("PRIMARY", "idx_correspondences_status");
  }

  private List<String> indexes(String table) {
    return database
        .sql(
            """
            SELECT DISTINCT INDEX_NAME FROM information_schema.STATISTICS
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = :table
            """)
        .param("table", table)
        .query(String.class)
        .list();
  }

  @Test
  void comparesDefinitionsAndNotNames() throws Exception {
    database.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, c INT, KEY other (a, b), KEY mine (c))");

    assertThat(outcomes(run(List.of(), "wanted on t (a, b)")))
        .containsEntry("t.wanted", "it is there as other");
    assertThat(outcomes(run(List.of(), "wanted on t (a)")).get("t.wanted"))
        .asString()
        .contains("other (`a`, `b`) begins with its columns");
    assertThat(run(List.of(), "fine on t (b)", "mine on t (b, c)").attempt(1))
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed -> {
              assertThat(failed.outcome().reason())
                  .contains("'t' has an index 'mine' already, on other columns: (`c`)");
              assertThat(failed.outcome().retryable()).isFalse();
            });
    assertThat(indexes("t")).containsExactlyInAnyOrder("PRIMARY", "mine", "other");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> outcomes(RunByHand run) throws Exception {
    run.complete();
    return (Map<String, Object>) run.evidence("check-indexes").values().get("nothing-to-do");
  }

  @Test
  void takesBackAnIndexThatMakesANamedQueryReadMoreAndDoesNotTryItAgain() throws Exception {
    // The optimizer walks along b for the first a = 7, and all of those are at the far end.
    database.execute(
        """
        CREATE TABLE q (id INT PRIMARY KEY AUTO_INCREMENT, a INT NOT NULL, b INT NOT NULL, pad VARCHAR(50) NOT NULL, KEY a (a));
        INSERT INTO q (a, b, pad) SELECT seq % 50, IF(seq % 50 = 7, 1000000 + seq, seq), REPEAT('x', 40) FROM seq_1_to_50000;
        ANALYZE TABLE q;
        """);
    var oldest = new NamedQuery("oldest", "SELECT id, pad FROM q WHERE a = 7 ORDER BY b LIMIT 1");

    RunByHand first = run(List.of(oldest), "by_b on q (b)");
    assertThat(first.complete().values())
        .containsEntry("created", 0L)
        .containsEntry("reverted", 1L);
    assertThat(indexes("q")).containsExactlyInAnyOrder("PRIMARY", "a");
    assertThat(first.sightings())
        .singleElement()
        .satisfies(
            sighting -> {
              assertThat(sighting.kind()).isEqualTo("database.index-regressed");
              assertThat(sighting.subject()).isEqualTo("q.by_b");
            });

    assertThat(outcomes(run(List.of(oldest), "by_b on q (b)")).get("q.by_b"))
        .asString()
        .contains("taken back on");
    assertThat(run(List.of(oldest), true, "by_b on q (b)").complete().values())
        .containsEntry("reverted", 1L);
  }

  @Test
  void aDryRunSaysWhatWouldBeDoneAndChangesNothing() throws Exception {
    documents();
    RunByHand run = run(List.of(PENDING), OF_THE_PROCEDURES);

    List<Plan> plans = run.dryRun();

    assertThat(plans).hasSize(6);
    assertThat(plans.getFirst().line())
        .startsWith(
            "would make idx_correspondences_status (`status`, `created_at`) on 'correspondences' online, about 0.");
    assertThat(indexes("correspondences")).containsExactlyInAnyOrder("PRIMARY");
  }

  @Test
  void neverKeepsTheApplicationWaitingBehindAnIdleTransactionAndNamesIt() throws Exception {
    documents();
    try (Connection idle = database.application();
        Statement held = idle.createStatement();
        var others = new UnrelatedQueries(database, "SELECT COUNT(*) FROM rfas WHERE id < 10")) {
      idle.setAutoCommit(false);
      held.execute("SELECT * FROM rfas LIMIT 1");

      End end = run(List.of(), "by_title on rfas (title(20))").attempt(1);

      assertThat(end)
          .isInstanceOfSatisfying(
              End.Failed.class,
              failed -> {
                assertThat(failed.step()).isEqualTo("create-index/rfas.by_title");
                assertThat(failed.outcome().reason())
                    .contains("was in use at each of")
                    .contains("(root");
                assertThat(failed.outcome().retryable()).isTrue();
              });
      assertThat(others.longest()).isLessThan(Duration.ofSeconds(1));
      held.execute("COMMIT");
    }
    assertThat(run(List.of(), "by_title on rfas (title(20))").complete().values())
        .containsEntry("created", 1L);
  }

  @Test
  void takesAnyNameAndAnyKindOfTableThatTheServerTakes() throws Exception {
    database.execute(
        """
        CREATE TABLE `order` (`select` INT PRIMARY KEY, `group` INT, `it's "a" ``col``` INT, `ชื่อ` VARCHAR(50));
        INSERT INTO `order` SELECT seq, seq, seq, 'ไทย 😀' FROM seq_1_to_100;
        CREATE TABLE parted (id INT NOT NULL PRIMARY KEY, at INT) PARTITION BY HASH (id) PARTITIONS 3;
        INSERT INTO parted SELECT seq, seq FROM seq_1_to_100;
        CREATE TABLE computed (id INT NOT NULL PRIMARY KEY, a INT, twice INT AS (a * 2) VIRTUAL, kept INT AS (a * 3) PERSISTENT);
        INSERT INTO computed (id, a) SELECT seq, seq FROM seq_1_to_100;
        """);

    RunByHand run =
        run(
            List.of(),
            "`index` on `order` (`group` desc, `it's \"a\" ``col```)",
            "thai on `order` (ชื่อ(10))",
            "by_at on parted (at)",
            "by_twice on computed (twice)",
            "by_kept on computed (kept, a)");

    assertThat(run.complete().values()).containsEntry("created", 5L);
    assertThat(run.evidence("judge-index/parted.by_at").values().get("write-cost").toString())
        .contains("not-measured");
    assertThat(indexes("order")).containsExactlyInAnyOrder("PRIMARY", "index", "thai");
    assertThat(
            database
                .sql(
                    "SELECT COLLATION FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND INDEX_NAME = 'index' AND SEQ_IN_INDEX = 1")
                .query(String.class)
                .single())
        .isEqualTo("D");
  }

  @Test
  void refusesByNameWhatCannotBe() throws Exception {
    database.execute(
        """
        CREATE TABLE t (id INT PRIMARY KEY, status INT, body TEXT, long_text VARCHAR(1000) CHARACTER SET utf8mb4);
        CREATE VIEW v AS SELECT * FROM t;
        CREATE TABLE m (id INT) ENGINE = MyISAM;
        """);

    assertThat(
            run(
                    List.of(),
                    "a on t (statsu)",
                    "b on t (body)",
                    "l on t (status, long_text)",
                    "c on v (id)",
                    "d on m (id)",
                    "e on tt (id)",
                    "fine on t (status)")
                .attempt(1))
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed -> {
              assertThat(failed.outcome().reason())
                  .contains("'t' has no column 'statsu'")
                  .contains("'body' is text, of which only a beginning can be indexed")
                  .contains("of 'long_text', varchar(1000), only the first 768 characters can be")
                  .contains("'v' is no InnoDB table")
                  .contains("'m' is no InnoDB table")
                  .contains("There is no table 'tt'")
                  .endsWith("nothing was changed.");
              assertThat(failed.outcome().remedy()).contains("Did you mean 'status'?");
            });
    assertThat(indexes("t")).containsExactlyInAnyOrder("PRIMARY");
  }

  @Test
  void saysWhichRightsAreMissing() throws Exception {
    try (TestDatabase poor = TestDatabase.withRights("SELECT, INSERT")) {
      var task =
          new IndexApplyTask(
              poor.door(
                  new Tuning(
                      List.of(WantedIndex.parse("a on t (b)").orElseThrow()),
                      List.of(),
                      Optional.empty())),
              service.jdbc());
      End end =
          new RunByHand(
                  task,
                  new IndexApplyParameters(null, "1s", "10s", "10%", "7d", false),
                  Clock.systemUTC())
              .attempt(1);
      assertThat(end)
          .isInstanceOfSatisfying(
              End.Refused.class,
              refused ->
                  assertThat(((Precheck.Fail) refused.precheck()).remedy())
                      .contains("GRANT ALTER, CREATE ON `%s`.* TO".formatted(poor.schema())));
    }
  }

  @Test
  void saysOfAQueryThatCannotBeMeasuredWhyAndNotWhatIsInIt() throws Exception {
    documents();
    RunByHand run =
        run(
            List.of(
                new NamedQuery("broken", "SELECT 'สมชาย' FROM"),
                new NamedQuery("gone", "SELECT * FROM nothing WHERE name = 'สมชาย'"),
                new NamedQuery("writing", "SELECT * FROM rfas WHERE id = 1 FOR UPDATE")),
            "by_title on rfas (title(20))");

    run.complete();

    assertThat(run.evidence().toString())
        .doesNotContain("สมชาย")
        .contains("the server does not understand it")
        .contains("it names a table or a column that is not there");
  }
}
