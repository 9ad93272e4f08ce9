package dev.upkeep.database.filesrestoretest;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.filesrestoretest.RestoreIntoFolder.Restored;
import dev.upkeep.database.restic.RepositoryCheck;
import dev.upkeep.events.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Fails the run over a damaged snapshot or repository, so that nothing that needs a good one
 * begins; sums up a good one. A step of its own, because findings are kept of a step that is done.
 */
final class RefuseDamagedFiles implements LookingStep {

  private static final int MOST_NAMED = 5;

  /** What is wrong with the snapshot. */
  static List<String> wrong(StepContext context) {
    List<String> wrong = new ArrayList<>(ExamineRepository.in(context).damages());
    RestoreIntoFolder.in(context).ifPresent(restored -> wrong.addAll(restored.differences()));
    return wrong;
  }

  @Override
  public String name() {
    return "refuse-damaged";
  }

  @Override
  public StepOutcome run(StepContext context) {
    List<String> wrong = wrong(context);
    String snapshot =
        context
            .evidenceOf("choose-snapshot")
            .map(e -> String.valueOf(e.values().get("snapshot")))
            .orElse("");
    if (!wrong.isEmpty()) {
      return StepOutcome.failed(
          "The backup %s is damaged: %s%s."
              .formatted(
                  snapshot,
                  wrong.stream().limit(MOST_NAMED).collect(Collectors.joining("; ")),
                  wrong.size() > MOST_NAMED
                      ? "; and %d more".formatted(wrong.size() - MOST_NAMED)
                      : ""),
          "Back up again now; earlier snapshots that are marked proven can be relied on");
    }
    List<String> damages = RepositoryCheck.in(context);
    if (!damages.isEmpty()) {
      return StepOutcome.failed(
          "The repository is damaged, though the backup %s could be restored: %s."
              .formatted(
                  snapshot, damages.stream().limit(MOST_NAMED).collect(Collectors.joining("; "))),
          "Back up into another repository now, and look after the disk");
    }
    Optional<Restored> restored = RestoreIntoFolder.in(context);
    if (restored.isEmpty()) {
      return StepOutcome.skipped("nothing was restored");
    }
    return StepOutcome.done(
        context
            .evidenceOf("restore-into-sandbox")
            .orElse(Evidence.none())
            .and(context.evidenceOf("mark-snapshot").orElse(Evidence.none()))
            .and(leftOut(context)));
  }

  /** What a good backup does not bring back. */
  private static Evidence leftOut(StepContext context) {
    return context
        .evidenceOf("choose-snapshot")
        .map(evidence -> evidence.values().get("excluded-by"))
        .map(patterns -> Evidence.of("excluded-by", patterns))
        .orElse(Evidence.none());
  }
}
