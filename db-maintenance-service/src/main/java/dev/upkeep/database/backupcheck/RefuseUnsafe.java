package dev.upkeep.database.backupcheck;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.KnownDamages;
import dev.upkeep.events.Evidence;
import java.util.ArrayList;
import java.util.List;

/**
 * Fails the run when data is at risk, so that people are told today; sums up otherwise. A step of
 * its own, because findings are kept of a step that is done.
 */
final class RefuseUnsafe implements LookingStep {

  @Override
  public String name() {
    return "refuse-unsafe";
  }

  @Override
  public StepOutcome run(StepContext context) {
    List<String> reasons = new ArrayList<>(JudgeBackups.unsafe(context));
    reasons.addAll(JudgeLogs.unsafe(context));
    reasons.addAll(KnownDamages.in(context));
    if (!reasons.isEmpty()) {
      return StepOutcome.failed(
          String.join("; ", reasons) + ".",
          "Run database.backup now; 'upkeep findings' says what to do about each");
    }
    return StepOutcome.done(
        context
            .evidenceOf("judge-backups")
            .orElse(Evidence.none())
            .and(context.evidenceOf("judge-logs").orElse(Evidence.none()))
            .and(context.evidenceOf("examine-newest").orElse(Evidence.none())));
  }
}
