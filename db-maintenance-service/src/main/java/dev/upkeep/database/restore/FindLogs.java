package dev.upkeep.database.restore;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.ChosenBackup;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.binlog.LogArchive;
import dev.upkeep.database.binlog.LogTool;
import dev.upkeep.database.binlog.LogsSince;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import java.time.Instant;
import java.util.Optional;

/**
 * Looks whether binary logs reach from the backup to the instant that is wanted, before anybody is
 * asked and anything is dropped.
 */
final class FindLogs implements LookingStep {

  private final TargetDatabases databases;
  private final Sandboxes sandboxes;

  FindLogs(TargetDatabases databases, Sandboxes sandboxes) {
    this.databases = databases;
    this.sandboxes = sandboxes;
  }

  @Override
  public String name() {
    return "find-logs";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Optional<Instant> until = context.parameters(RestoreParameters.class).untilInstant();
    return until.isPresent()
        ? BackupSource.work(databases, context, source -> find(context, source, until.get()))
        : StepOutcome.skipped("nothing is done again after the backup");
  }

  private StepOutcome find(StepContext context, BackupSource source, Instant until)
      throws Exception {
    LogTool.of(sandboxes);
    Manifest manifest =
        source.backups().named(ChosenBackup.in(context)).orElseThrow().manifest().orElseThrow();
    try (LogArchive archive = LogArchive.of(source)) {
      return databases.look(
          context,
          session -> {
            LogsSince logs = LogsSince.find(session, archive, manifest, until);
            return StepOutcome.done(Evidence.of("copied-logs", logs.copied().size()));
          });
    }
  }
}
