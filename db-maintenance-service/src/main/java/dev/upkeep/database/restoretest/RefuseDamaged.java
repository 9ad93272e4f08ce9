package dev.upkeep.database.restoretest;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.ChosenBackup;
import dev.upkeep.database.backupset.KnownDamages;
import dev.upkeep.database.restoretest.RestoreIntoSandbox.Restored;
import dev.upkeep.events.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Fails the run over a damaged backup, so that nothing that needs a good one begins; sums up a good
 * one. A step of its own, because findings are kept of a step that is done.
 */
final class RefuseDamaged implements LookingStep {

  private static final int MOST_NAMED = 5;

  @Override
  public String name() {
    return "refuse-damaged";
  }

  @Override
  public StepOutcome run(StepContext context) {
    Optional<Restored> restored = RestoreIntoSandbox.in(context);
    List<String> wrong = new ArrayList<>(KnownDamages.in(context));
    restored.ifPresent(r -> wrong.addAll(r.differences()));
    if (!wrong.isEmpty()) {
      return StepOutcome.failed(
          "The backup %s is damaged: %s%s."
              .formatted(
                  ChosenBackup.in(context),
                  wrong.stream().limit(MOST_NAMED).collect(Collectors.joining("; ")),
                  wrong.size() > MOST_NAMED
                      ? "; and %d more".formatted(wrong.size() - MOST_NAMED)
                      : ""),
          "Back up again now; earlier backups that are marked proven can be relied on");
    }
    if (restored.isEmpty()) {
      return StepOutcome.skipped("nothing was restored");
    }
    return StepOutcome.done(
        context
            .evidenceOf("restore-into-sandbox")
            .orElse(Evidence.none())
            .and(context.evidenceOf("mark-backup").orElse(Evidence.none())));
  }
}
