package dev.upkeep.database.filesrestoretest;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.Proof.Verdict;
import dev.upkeep.database.restic.FileSet;
import dev.upkeep.database.restic.FileSets;
import dev.upkeep.database.restic.Snapshot;
import dev.upkeep.database.restic.Tags;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.database.TargetProblem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes on the snapshot what came of it; retention goes by that. */
final class MarkSnapshot implements RepeatableStep {

  static final String NOT_RESTORABLE = "files.backup-not-restorable";

  private static final Logger LOG = LoggerFactory.getLogger(MarkSnapshot.class);

  private final FileSets files;

  MarkSnapshot(FileSets files) {
    this.files = files;
  }

  @Override
  public String name() {
    return "mark-snapshot";
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of("would mark the snapshot proven or damaged");
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return files.work(context, set -> mark(context, set));
  }

  private static StepOutcome mark(StepContext context, FileSet set) throws Exception {
    context.looksFor(NOT_RESTORABLE);
    Optional<Snapshot> chosen = ChooseSnapshot.in(context, set);
    if (chosen.isEmpty()) {
      return StepOutcome.failed(
          "The snapshot was removed while it was being tested.",
          "Test another; see docs/tasks/files.restore-test.md");
    }
    Snapshot snapshot = chosen.get();
    List<String> wrong = RefuseDamagedFiles.wrong(context);
    if (wrong.isEmpty()) {
      set.repository()
          .tag(context, snapshot, List.of(Tags.PROVEN, proof(context)), List.of(Tags.DAMAGED));
    } else {
      tagDamaged(context, set, snapshot);
      context.found(
          new Sighting(
              NOT_RESTORABLE,
              set.label() + "/" + snapshot.name(),
              Severity.CRITICAL,
              "The backup %s of %s is damaged: %s"
                  .formatted(snapshot.name(), set.label(), wrong.getFirst()),
              "Back up again now, into another repository if this one is damaged as a whole, and"
                  + " look after the disk it lies on",
              Evidence.of("wrong", wrong)));
    }
    return StepOutcome.done(
        Evidence.of("snapshot", snapshot.name())
            .with("verdict", wrong.isEmpty() ? Verdict.PROVEN : Verdict.DAMAGED)
            .with(
                "recovery-point-seconds",
                Math.max(
                    0, Duration.between(snapshot.takenAt(), context.clock().instant()).toSeconds()))
            .with("wrong", wrong));
  }

  private static String proof(StepContext context) {
    return "proof=" + context.run().taskRunId();
  }

  /** A repository that is broken as a whole may take no tag; that must not hide why. */
  private static void tagDamaged(StepContext context, FileSet set, Snapshot snapshot)
      throws Exception {
    try {
      set.repository()
          .tag(context, snapshot, List.of(Tags.DAMAGED, proof(context)), List.of(Tags.PROVEN));
    } catch (TargetProblem problem) {
      LOG.warn(
          "The damaged snapshot {} could not be marked: {}", snapshot.name(), problem.reason());
    }
  }
}
