package dev.upkeep.database.cleanup;

import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.testkit.ServiceSchema;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.amount.Age;
import dev.upkeep.system.database.TargetDatabases;

/** The task, for tests of other packages. */
public final class CleanupTasks {

  private CleanupTasks() {}

  public static Task of(TargetDatabases databases) {
    return new CleanupTask(databases, ServiceSchema.none());
  }

  /** What the task is told, but for the size of its batches as usual in tests. */
  public static Record withBatchesOf(int rows) {
    return new CleanupParameters(null, rows, "2s", false, false);
  }

  /** A policy for what is older than a year. */
  public static CleanupPolicy archive(String table, String age, String into) {
    return new CleanupPolicy(
        table, age, Age.parse("1y").orElseThrow(), new CleanupPolicy.Action.Archive(into));
  }
}
