package dev.upkeep.database.indexes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.test.SettableClock;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.database.testkit.ServiceSchema;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.NamedQuery;
import dev.upkeep.system.Tuning;
import dev.upkeep.system.WantedIndex;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IndexDropTest {

  private final SettableClock clock = SettableClock.at("2026-11-22T00:00:00Z");
  private TestDatabase database;
  private ServiceSchema service;

  @BeforeEach
  void make() throws Exception {
    database = TestDatabase.withGrantsOf("database.index-apply");
    service = new ServiceSchema();
    database.execute(
        """
        CREATE TABLE parent (id INT PRIMARY KEY);
        CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, p INT, KEY old (a), UNIQUE KEY once (b), KEY fk (p),
          CONSTRAINT c FOREIGN KEY (p) REFERENCES parent (id));
        INSERT INTO t SELECT seq, seq % 1000, seq, NULL FROM seq_1_to_10000;
        ANALYZE TABLE t;
        """);
  }

  @AfterEach
  void drop() throws Exception {
    database.close();
    service.close();
  }

  private RunByHand drop(String index, NamedQuery... queries) {
    return new RunByHand(
        new IndexApplyTask(
            database.door(
                new Tuning(
                    List.of(new WantedIndex(index, "t", new WantedIndex.Action.Drop())),
                    List.of(queries),
                    Optional.empty())),
            service.jdbc()),
        new IndexApplyParameters(null, "1s", "10s", "10%", "7d", false),
        clock);
  }

  private Optional<String> ignored(String index) {
    return database
        .sql(
            "SELECT DISTINCT IGNORED FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND INDEX_NAME = :index")
        .param("index", index)
        .query(String.class)
        .optional();
  }

  @Test
  void dropsAnIndexOnlyAfterATrialInWhichItIsIgnored() throws Exception {
    Evidence begun = drop("old").complete();
    assertThat(begun.values()).containsEntry("ignored", 1L).containsEntry("dropped", 0L);
    assertThat(ignored("old")).contains("YES");

    clock.advance(Duration.ofDays(6));
    assertThat(drop("old").complete().values().toString())
        .contains("its trial without it goes on until 2026-11-29T00:00:00Z");
    assertThat(ignored("old")).contains("YES");

    clock.advance(Duration.ofDays(1));
    assertThat(drop("old").complete().values()).containsEntry("dropped", 1L);
    assertThat(ignored("old")).isEmpty();

    assertThat(drop("old").complete().values().toString()).contains("it is not there");
  }

  @Test
  void usesItAgainAtOnceIfANamedQueryMissesIt() throws Exception {
    End end = drop("old", new NamedQuery("by-a", "SELECT * FROM t WHERE a = 5")).attempt(1);

    assertThat(end)
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed ->
                assertThat(failed.outcome().reason())
                    .contains("these queries read more rows: by-a; it is used again"));
    assertThat(ignored("old")).contains("NO");
  }

  @Test
  void refusesToDropWhatIsMoreThanAWayToFindRows() throws Exception {
    assertThat(drop("once").attempt(1).toString()).contains("forbids doubles");
    assertThat(drop("PRIMARY").attempt(1).toString()).contains("forbids doubles");
    assertThat(drop("fk").attempt(1).toString())
        .contains("is what the foreign key on (p) stands on");
  }

  @Test
  void anEndedTrialIsNotADrop() throws Exception {
    drop("old").complete();
    database.execute("ALTER TABLE t ALTER INDEX old NOT IGNORED");
    clock.advance(Duration.ofDays(30));

    // Whoever ended it needed it: the trial begins anew.
    assertThat(drop("old").complete().values()).containsEntry("ignored", 1L);
    assertThat(ignored("old")).contains("YES");
  }

  @Test
  void anUndoneDropIsOnTrialAgainOnlyWhenTheIndexIsThere() throws Exception {
    drop("old").complete();
    clock.advance(Duration.ofDays(7));
    RunByHand run = drop("old");
    run.complete();
    var step =
        new DropIndex(database.door(Tuning.none()), new IndexHistory(service.jdbc()), "t.old");

    database.execute("ALTER TABLE t DROP COLUMN a");
    assertThat(step.undo(run.context(1))).isInstanceOf(StepOutcome.Failed.class);
    assertThat(trials()).isEmpty();

    database.execute("ALTER TABLE t ADD COLUMN a INT");
    assertThat(step.undo(run.context(1))).isInstanceOf(StepOutcome.Done.class);
    assertThat(ignored("old")).contains("YES");
    assertThat(trials()).containsExactly("old");
  }

  private List<String> trials() {
    return service
        .jdbc()
        .sql("SELECT index_name FROM index_history WHERE event = 'IGNORED'")
        .query(String.class)
        .list();
  }
}
