package dev.upkeep.chassis;

import dev.upkeep.events.MaintenanceProgressed;
import dev.upkeep.events.TaskRunRef;
import java.util.UUID;

/** Events that tests tell each other, each with a mark. */
public final class Told {
  private Told() {}

  public static MaintenanceProgressed told(UUID key, String mark) {
    return new MaintenanceProgressed(
        new TaskRunRef(
            key, key, "lcbp3-dms", "weekly", "optimize", "database.optimize", "database", false),
        "step",
        0.5,
        mark,
        null);
  }
}
