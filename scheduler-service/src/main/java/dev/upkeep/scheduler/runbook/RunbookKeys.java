package dev.upkeep.scheduler.runbook;

import dev.upkeep.system.yaml.Keys;
import dev.upkeep.system.yaml.LaterRelease;
import java.util.List;

/** Every key a runbook may have. A test compares them with {@code runbook.schema.json}. */
final class RunbookKeys {

  static final Keys RUNBOOK =
      Keys.of("a runbook", "runbook", "title", "system", "owner", "schedule", "tasks")
          .andLater(LaterRelease.RUNBOOK);
  static final Keys SCHEDULE =
      Keys.of(
              "a schedule",
              "cron",
              "every",
              "at",
              "zone",
              "missed",
              "overlap",
              "dst-gap",
              "dst-overlap")
          .andLater(LaterRelease.SCHEDULE);
  static final Keys MISSED =
      Keys.of("a missed-run policy", "policy", "within").andLater(LaterRelease.MISSED);
  static final Keys TASK =
      Keys.of("a task", "name", "run", "on", "needs", "with", "limits").andLater(LaterRelease.TASK);
  static final Keys LIMITS = Keys.of("limits of a task", "queued", "run");

  /** All of them, for the comparison with the schema. */
  static final List<Keys> ALL = List.of(RUNBOOK, SCHEDULE, MISSED, TASK, LIMITS);

  private RunbookKeys() {}
}
