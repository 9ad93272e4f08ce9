package dev.upkeep.database.unarchive;

import dev.upkeep.database.cleanup.CleanupBench;
import dev.upkeep.database.testkit.RunByHand;
import dev.upkeep.database.testkit.TestDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/** Runs of the task, for tests of other packages too. */
public final class Unarchiving {

  private Unarchiving() {}

  /** One that puts back what another archived of the table 'audit', or only these batches of it. */
  static RunByHand of(TestDatabase database, RunByHand archived, Integer... batches)
      throws SQLException {
    return of(database, "audit", archived, batches);
  }

  /** One that puts back what another archived, or only these batches of it. */
  public static RunByHand of(
      TestDatabase database, String table, RunByHand archived, Integer... batches)
      throws SQLException {
    database.onlyGrantsOf("database.unarchive");
    return new RunByHand(
        new UnarchiveTask(database.door(CleanupBench.BANGKOK)),
        new UnarchiveParameters(
            table, archived.run().taskRunId().toString(), List.of(batches), "2s", false),
        Clock.systemUTC());
  }
}
