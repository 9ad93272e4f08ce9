package dev.upkeep.database.backupcheck;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.catalogue.Described;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.system.database.TargetDatabases;
import org.springframework.stereotype.Component;

/** Looks after backups without restoring them: it asks the database nothing. */
@Component
final class BackupCheckTask implements Task {

  private final TargetDatabases databases;

  BackupCheckTask(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public Steps steps() {
    return Steps.version(2)
        .then(new JudgeBackups(databases))
        .then(new JudgeLogs(databases))
        .then(new ExamineNewest(databases))
        .then(new RefuseUnsafe());
  }

  @Override
  public Precheck precheck(StepContext context) throws Exception {
    return BackupSource.precheck(databases, context, _ -> Precheck.go());
  }

  @Override
  public TaskDescription description() {
    return Described.as("database.backup-check");
  }

  @Override
  public Class<? extends Record> parameters() {
    return BackupCheckParameters.class;
  }
}
