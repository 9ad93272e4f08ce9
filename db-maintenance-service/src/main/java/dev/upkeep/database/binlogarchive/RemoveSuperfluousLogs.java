package dev.upkeep.database.binlogarchive;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.StoredBackup;
import dev.upkeep.database.binlog.LogArchive;
import dev.upkeep.database.binlog.LogName;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import java.io.IOException;
import java.util.List;

/** Removes the copies of logs that end before the oldest backup that is kept. */
final class RemoveSuperfluousLogs implements RepeatableStep {

  static final String NAME = "remove-superfluous";

  private final TargetDatabases databases;

  RemoveSuperfluousLogs(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Plan plan(StepContext context) throws Exception {
    try (BackupSource source = BackupSource.of(databases, context.run());
        LogArchive archive = LogArchive.of(source)) {
      return Plan.of("would remove %d copied logs".formatted(superfluous(source, archive).size()));
    }
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return BackupSource.work(
        databases,
        context,
        source -> {
          try (LogArchive archive = LogArchive.of(source)) {
            List<LogName> logs = superfluous(source, archive);
            for (LogName log : logs) {
              context.safePoint("before-removal");
              archive.remove(log);
            }
            return StepOutcome.done(
                Evidence.of("removed-logs", logs.size()).with("kept-logs", archive.logs().size()));
          }
        });
  }

  private static List<LogName> superfluous(BackupSource source, LogArchive archive)
      throws IOException {
    List<StoredBackup> backups = source.backups().all();
    return backups.isEmpty() ? List.of() : archive.superfluous(backups.getFirst().takenAt());
  }
}
