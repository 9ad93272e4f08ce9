package dev.upkeep.database.backup;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.ChosenBackup;
import dev.upkeep.database.backupset.Examination;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import java.time.Duration;
import java.util.Optional;

/** Reads back what was written, before anybody relies on it. */
final class VerifyBackup implements LookingStep {

  private final TargetDatabases databases;

  VerifyBackup(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return "verify-backup";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(6);
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Optional<String> draft = WriteBackup.draftOf(context);
    if (draft.isEmpty()) {
      return StepOutcome.skipped("nothing was written");
    }
    return BackupSource.work(databases, context, source -> verify(context, source, draft.get()));
  }

  private static StepOutcome verify(StepContext context, BackupSource source, String draft)
      throws Exception {
    Examination examination =
        Examination.of(
            source.target(),
            ChosenBackup.in(context),
            draft,
            Examination.Pace.of(context, "reading back"));
    if (!examination.damages().isEmpty()) {
      return StepOutcome.failed(
          "What was written to %s cannot be read back: %s."
              .formatted(source.target().place(), String.join("; ", examination.complaints())),
          "Look after the disk, then back up again; earlier backups are untouched");
    }
    return StepOutcome.done(
        Evidence.of("files-verified", examination.manifest().map(m -> m.files().size()).orElse(0)));
  }
}
