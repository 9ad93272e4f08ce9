package dev.upkeep.database.brake;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.database.table.Table;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.sql.SQLException;
import java.time.Duration;

/** How fast long work on a table may go. */
public sealed interface Brake extends AutoCloseable permits FreeRunning, ThrottledByLoad {

  /** How many rows the next batch has, of at most so many. */
  int rows(int most);

  /**
   * Leaves the database alone after a batch, for as long as others need it.
   *
   * @param took how long the batch took
   * @throws TargetProblem if the database is not fit for work within ten minutes, or cannot be
   *     asked any more
   */
  void rest(Duration took) throws StopRequested, TargetProblem;

  /** Adds how long the work was braked, and by what. */
  Evidence tell(Evidence evidence);

  @Override
  void close();

  /** Work that nothing holds back. */
  static Brake off(String why) {
    return new FreeRunning(why);
  }

  /**
   * By the component's throttle. Looks for a second what the application feels before any work is
   * done.
   *
   * @param session the work's own, asked between its batches
   * @throws SQLException when the probe's question is wrong
   */
  static Brake on(StepContext context, TargetSession session, Table table)
      throws TargetProblem, SQLException, StopRequested {
    return ThrottledByLoad.begin(context, session, table);
  }
}
