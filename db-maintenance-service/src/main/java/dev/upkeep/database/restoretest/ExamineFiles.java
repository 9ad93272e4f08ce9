package dev.upkeep.database.restoretest;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.ChosenBackup;
import dev.upkeep.database.backupset.Examination;
import dev.upkeep.database.backupset.KnownDamages;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import java.time.Duration;

/** Reads every file against its checksum; what is damaged here need not be restored. */
final class ExamineFiles implements LookingStep {

  private final TargetDatabases databases;

  ExamineFiles(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return "examine-files";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(6);
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return BackupSource.work(databases, context, source -> examine(context, source));
  }

  private static StepOutcome examine(StepContext context, BackupSource source) throws Exception {
    Examination examination =
        KnownDamages.examine(context, source.target(), ChosenBackup.in(context));
    return StepOutcome.done(
        Evidence.of("files-examined", examination.manifest().map(m -> m.files().size()).orElse(0))
            .with("damages", examination.complaints()));
  }
}
