package dev.upkeep.database.backup;

import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.physical.PhysicalTools;
import dev.upkeep.system.database.TargetDatabases;

/** The task, for tests of other packages. */
public final class BackupTasks {

  /** What the task is told unless somebody says otherwise. */
  public static final Record USUAL = new BackupParameters(3);

  private BackupTasks() {}

  public static Task of(TargetDatabases databases, PhysicalTools tools) {
    return new BackupTask(databases, tools);
  }
}
