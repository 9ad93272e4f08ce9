package dev.upkeep.database.unarchive;

import static dev.upkeep.database.cleanup.CleanupBench.archive;
import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.cleanup.CleanupBench;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.RunByHand.End;
import dev.upkeep.database.testkit.RunByHand.Killed;
import dev.upkeep.database.testkit.TestDatabase;
import dev.upkeep.system.database.LeftConnections;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnarchiveTaskTest {
  private CleanupBench bench;
  private TestDatabase database;
  private RunByHand archived;
  private String before;

  @BeforeEach
  void archive500RowsInFiveBatches() throws Exception {
    bench = new CleanupBench();
    database = bench.database;
    bench.logs("audit", 1_000);
    before = contents();
    archived = bench.run(100, archive("audit", "created_at", "1y", "audit_archive"));
    archived.complete();
  }

  @AfterEach
  void drop() throws SQLException {
    bench.close();
  }

  private String contents() {
    return database
        .sql("SELECT CONCAT(COUNT(*), ' ', SUM(CRC32(CONCAT(id, what, created_at)))) FROM audit")
        .query(String.class)
        .single();
  }

  @Test
  void putsTheRowsOfARunBackAsTheyWere() throws Exception {
    RunByHand back = Unarchiving.of(database, archived);

    assertThat(back.complete().values())
        .containsEntry("restored-rows", 500L)
        .containsEntry("batches", 5L);

    assertThat(contents()).isEqualTo(before);
    assertThat(database.count("audit_archive")).isZero();
    assertThat(back.evidence("check-receipts").values()).containsEntry("receipts", 10L);
    assertThat(back.sightings()).isEmpty();
  }

  @Test
  void putsSingleBatchesBackAndTheOthersLater() throws Exception {
    Unarchiving.of(database, archived, 2, 4).complete();

    assertThat(database.count("audit_archive")).isEqualTo(300);
    assertThat(database.count("audit WHERE id BETWEEN 101 AND 200 OR id BETWEEN 301 AND 400"))
        .isEqualTo(200);
    assertThat(failure(Unarchiving.of(database, archived, 2)))
        .contains("has no archived batch of 'audit' whose rows are still in the archive among [2]");

    Unarchiving.of(database, archived).complete();

    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void putsBackWhatWasArchivedAgain() throws Exception {
    Unarchiving.of(database, archived).complete();
    RunByHand again = bench.run(200, archive("audit", "created_at", "1y", "audit_archive"));
    again.complete();

    Unarchiving.of(database, again).complete();

    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void plansWithoutTouchingAnything() throws Exception {
    assertThat(Unarchiving.of(database, archived).dryRun())
        .singleElement()
        .extracting(Plan::line)
        .isEqualTo("would move 500 rows in 5 batches from 'audit_archive' back to 'audit'");
    assertThat(database.count("audit_archive")).isEqualTo(500);
  }

  @Test
  void isUndoneBatchByBatch() throws Exception {
    RunByHand back = Unarchiving.of(database, archived);
    back.complete();

    assertThat(back.undo("restore-rows", 1)).isInstanceOf(StepOutcome.Done.class);

    assertThat(database.count("audit")).isEqualTo(500);
    assertThat(database.count("audit_archive")).isEqualTo(500);
    // What was undone can be done again, by the receipts of the undo.
    Unarchiving.of(database, back).complete();
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void namesTheKeysThatAreInTheTableAgainAndTouchesNothingOfTheBatch() throws Exception {
    database.execute("INSERT INTO audit VALUES (101, 'new', NOW()), (150, 'new', NOW())");

    assertThat(failure(Unarchiving.of(database, archived)))
        .contains("batch 2 of run")
        .contains("'audit' has rows with these keys again: [\"101\"], [\"150\"].");

    assertThat(database.count("audit_archive")).isEqualTo(400);
    assertThat(database.count("audit WHERE what = 'new'")).isEqualTo(2);
  }

  @Test
  void refusesRowsThatAreNotWhatWasArchived() throws Exception {
    database.execute("UPDATE audit_archive SET what = 'tampered with' WHERE id = 250");
    assertThat(failure(Unarchiving.of(database, archived, 3)))
        .contains("is of 100 rows; 'audit_archive' has 100 of them, but with other values");

    database.execute("DELETE FROM audit_archive WHERE id = 310");
    assertThat(failure(Unarchiving.of(database, archived, 4)))
        .contains("is of 100 rows; 'audit_archive' has 99 of them");
    assertThat(database.count("audit")).isEqualTo(500);
  }

  @Test
  void refusesWhenReceiptsWereChanged() throws Exception {
    database.execute(
        "UPDATE upkeep_receipts SET row_keys = COMPRESS('[[\"600\"]]') WHERE batch = 5");

    assertThat(failure(Unarchiving.of(database, archived)))
        .contains("The receipts of 'audit' were changed: link 5");
    assertThat(database.count("audit")).isEqualTo(500);
  }

  @Test
  void refusesATableThatTheRowsDoNotFitAnyMore() throws Exception {
    database.execute("ALTER TABLE audit ADD COLUMN who INT NOT NULL");

    assertThat(failure(Unarchiving.of(database, archived)))
        .contains("'audit' has a column 'who' without a default that the archive")
        .contains("nothing was touched");
  }

  @Test
  void losesNothingAndDoublesNothingWhereverAWorkerDies() throws Exception {
    RunByHand back = Unarchiving.of(database, archived);
    var place = new AtomicInteger();
    back.onSafePoint(
        (step, where) -> {
          if (place.incrementAndGet() % 2 == 0) {
            throw new Killed();
          }
        });
    End end = null;
    for (long fence = 1; end == null; fence++) {
      try {
        end = back.attempt(fence);
      } catch (Killed killed) {
        assertThat(database.count("audit") + database.count("audit_archive")).isEqualTo(1_000);
        new LeftConnections(database.door(CleanupBench.BANGKOK)).end(back.run(), back.held());
      }
    }

    assertThat(end).isInstanceOf(End.Completed.class);
    assertThat(place).hasValueGreaterThan(5);
    assertThat(contents()).isEqualTo(before);
    assertThat(database.count("audit_archive")).isZero();
  }

  private static String failure(RunByHand run) throws Exception {
    if (run.attempt(1) instanceof End.Failed failed) {
      return failed.outcome().reason();
    }
    throw new AssertionError("the run did not fail");
  }
}
