package dev.upkeep.database.binlogarchive;

import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.system.database.TargetDatabases;

/** The task, for tests of other packages. */
public final class BinlogArchives {

  /** There is nothing to tell it. */
  public static final Record USUAL = new BinlogArchiveParameters();

  private BinlogArchives() {}

  public static Task of(TargetDatabases databases, Sandboxes sandboxes) {
    return new BinlogArchiveTask(databases, sandboxes);
  }
}
