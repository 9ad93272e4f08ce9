package dev.upkeep.database.restore;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.catalogue.Described;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.system.database.TargetDatabases;
import org.springframework.stereotype.Component;

/** Brings a backup back into a database of the component's server that is empty. */
@Component
final class RestoreTask implements Task {

  private final TargetDatabases databases;
  private final Sandboxes sandboxes;

  RestoreTask(TargetDatabases databases, Sandboxes sandboxes) {
    this.databases = databases;
    this.sandboxes = sandboxes;
  }

  @Override
  public Steps steps() {
    return Steps.version(1)
        .then(new ChooseProven(databases))
        .then(new RestoreFiles(databases, sandboxes))
        .then(new CompareCopy(databases))
        .then(new ReleaseCopy(databases));
  }

  @Override
  public Precheck precheck(StepContext context) throws Exception {
    String into = context.parameters(RestoreParameters.class).into();
    return BackupSource.precheck(
        databases,
        context,
        source ->
            databases.precheck(context, session -> RestorePrecheck.of(session, source, into)));
  }

  @Override
  public TaskDescription description() {
    return Described.as("database.restore");
  }

  @Override
  public Class<? extends Record> parameters() {
    return RestoreParameters.class;
  }
}
