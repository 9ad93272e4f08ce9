package dev.upkeep.database.backup;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.catalogue.Described;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.system.database.TargetDatabases;
import org.springframework.stereotype.Component;

/** Backs a database up. */
@Component
final class BackupTask implements Task {

  private final TargetDatabases databases;

  BackupTask(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public Steps steps() {
    return Steps.version(1)
        .then(new CheckSource(databases))
        .then(new CheckRoom(databases))
        .then(new WriteBackup(databases))
        .then(new VerifyBackup(databases))
        .then(new PublishBackup(databases))
        .then(new RemoveSuperfluous(databases))
        .then(new SumUp());
  }

  @Override
  public Precheck precheck(StepContext context) throws Exception {
    return BackupSource.precheck(
        databases,
        context,
        source -> databases.precheck(context, session -> BackupPrecheck.of(session, source)));
  }

  @Override
  public TaskDescription description() {
    return Described.as("database.backup");
  }

  @Override
  public Class<? extends Record> parameters() {
    return BackupParameters.class;
  }
}
