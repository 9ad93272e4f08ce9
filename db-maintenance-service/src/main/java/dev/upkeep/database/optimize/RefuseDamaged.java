package dev.upkeep.database.optimize;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Ends the run when a table is damaged: to rebuild it may lose what could still be saved. A step of
 * its own, because findings are kept of a step that is done.
 */
final class RefuseDamaged implements LookingStep {

  static final String REMEMBERED = "damaged";

  /** What {@link CheckTables} remembers. */
  record Damaged(List<String> tables) {
    Damaged {
      tables = List.copyOf(tables);
    }
  }

  @Override
  public String name() {
    return "refuse-damaged";
  }

  @Override
  public StepOutcome run(StepContext context) {
    List<String> damaged =
        context.recall(REMEMBERED, Damaged.class).map(Damaged::tables).orElse(List.of());
    return damaged.isEmpty()
        ? StepOutcome.done(Evidence.of("damaged", 0))
        : StepOutcome.failed(
            "CHECK TABLE finds damage in %s; nothing was rebuilt."
                .formatted(
                    damaged.stream().map(t -> "'" + t + "'").collect(Collectors.joining(", "))),
            "Take a backup now, look at the server's error log, and restore or repair the tables");
  }
}
