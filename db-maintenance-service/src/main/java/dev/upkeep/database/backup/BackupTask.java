package dev.upkeep.database.backup;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.catalogue.Described;
import dev.upkeep.database.physical.PhysicalTools;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.system.database.TargetDatabases;
import org.springframework.stereotype.Component;

/** Backs a database up. */
@Component
final class BackupTask implements Task {

  private final TargetDatabases databases;
  private final PhysicalTools tools;

  BackupTask(TargetDatabases databases, PhysicalTools tools) {
    this.databases = databases;
    this.tools = tools;
  }

  @Override
  public Steps steps() {
    return Steps.version(1)
        .then(new CheckSource(databases))
        .then(new CheckRoom(databases, tools))
        .then(new WriteBackup(databases, tools))
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
        source ->
            databases.precheck(context, session -> BackupPrecheck.of(session, source, tools)));
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
