package dev.upkeep.benchmarks.outbox;

import dev.upkeep.events.MaintenanceProgressed;
import dev.upkeep.events.TaskRunRef;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The keys of one round: task runs whose progress is told. */
final class Keys {
  private final List<TaskRunRef> runs = new ArrayList<>();

  Keys(int count) {
    UUID runbookRun = UUID.randomUUID();
    for (int i = 0; i < count; i++) {
      runs.add(
          new TaskRunRef(
              UUID.randomUUID(),
              runbookRun,
              "lcbp3-dms",
              "weekly-database",
              "optimize",
              "database.optimize",
              "database",
              false));
    }
  }

  int count() {
    return runs.size();
  }

  String key(int index) {
    return event(index, 0).key();
  }

  /** An ordinary event of ordinary size. */
  MaintenanceProgressed event(int index, long number) {
    return new MaintenanceProgressed(
        runs.get(index),
        "rebuild-table",
        number % 100 / 100.0,
        "correspondences rebuilt, %d of 1500 tables".formatted(number),
        90L);
  }
}
