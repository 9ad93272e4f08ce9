package dev.upkeep.database.restoretest;

import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.physical.PhysicalTools;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.system.database.TargetDatabases;

/** The task, for tests of other packages. */
public final class RestoreTests {

  /** The newest backup. */
  public static final Record NEWEST = new RestoreTestParameters(null);

  private RestoreTests() {}

  public static Task of(TargetDatabases databases, Sandboxes sandboxes, PhysicalTools tools) {
    return new RestoreTestTask(databases, sandboxes, tools);
  }
}
