package dev.upkeep.database.restoretest;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.ChosenBackup;
import dev.upkeep.database.backupset.KnownDamages;
import dev.upkeep.database.backupset.Proof;
import dev.upkeep.database.backupset.Proof.Verdict;
import dev.upkeep.database.backupset.StoredBackup;
import dev.upkeep.database.restoretest.RestoreIntoSandbox.Restored;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.database.TargetDatabases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes beside the backup what came of it; retention and the daily check go by that. */
final class MarkBackup implements RepeatableStep {

  static final String NOT_RESTORABLE = "database.backup-not-restorable";

  private static final int MOST_NAMED = 20;

  private final TargetDatabases databases;

  MarkBackup(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return "mark-backup";
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of("would mark %s proven or damaged".formatted(ChosenBackup.in(context)));
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return BackupSource.work(databases, context, source -> mark(context, source));
  }

  private static StepOutcome mark(StepContext context, BackupSource source) throws Exception {
    context.looksFor(NOT_RESTORABLE);
    String name = ChosenBackup.in(context);
    Optional<StoredBackup> backup = source.backups().named(name);
    if (backup.isEmpty()) {
      return StepOutcome.failed(
          "The backup %s was removed while it was being tested.".formatted(name),
          "Test another; see docs/tasks/database.restore-test.md");
    }
    Optional<Restored> restored = RestoreIntoSandbox.in(context);
    List<String> wrong = new ArrayList<>(KnownDamages.in(context));
    restored.ifPresent(r -> wrong.addAll(r.differences()));
    var proof =
        new Proof(
            source.backups().fingerprint(name).orElse(""),
            wrong.isEmpty() ? Verdict.PROVEN : Verdict.DAMAGED,
            context.clock().instant(),
            context.run().taskRunId().toString(),
            restored.map(Restored::server).orElse(""),
            restored.map(Restored::recoverySeconds).orElse(0.0),
            wrong);
    source.backups().mark(name, proof);
    Duration recoveryPoint = Duration.between(backup.get().takenAt(), context.clock().instant());
    List<String> named = wrong.subList(0, Math.min(wrong.size(), MOST_NAMED));
    if (!wrong.isEmpty()) {
      context.found(
          new Sighting(
              NOT_RESTORABLE,
              name,
              Severity.CRITICAL,
              "The backup %s is damaged: %s".formatted(name, wrong.getFirst()),
              "Back up again now, and look after the disk it lies on",
              Evidence.of("wrong", named)));
    }
    return StepOutcome.done(
        Evidence.of("backup", name)
            .with("verdict", proof.verdict())
            .with("recovery-point-seconds", Math.max(0, recoveryPoint.toSeconds()))
            .with("wrong", named));
  }
}
