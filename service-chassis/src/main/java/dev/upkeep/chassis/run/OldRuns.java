package dev.upkeep.chassis.run;

import dev.upkeep.chassis.database.AgedRowsWithParts;
import dev.upkeep.chassis.database.AgedRowsWithParts.Part;
import java.util.List;

/**
 * Runs that ended long ago. One that has not ended, whatever it waits for, has no end and stays.
 */
final class OldRuns {
  static final AgedRowsWithParts ROWS =
      new AgedRowsWithParts(
          "runs that ended long ago, and lines of their journals",
          "task_run",
          "run_id",
          "ended_at",
          List.of(
              new Part("step_journal", "run_id"),
              new Part("run_resource", "run_id"),
              new Part("finding_look", "run_id")));

  private OldRuns() {}
}
