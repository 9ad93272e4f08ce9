package dev.upkeep.database.restore;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.catalogue.Described;
import dev.upkeep.database.physical.PhysicalTools;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.system.database.TargetDatabases;
import org.springframework.stereotype.Component;

/** Brings a backup back into a database of the component's server that is empty. */
@Component
final class RestoreTask implements Task {

  private final TargetDatabases databases;
  private final Sandboxes sandboxes;
  private final PhysicalTools tools;

  RestoreTask(TargetDatabases databases, Sandboxes sandboxes, PhysicalTools tools) {
    this.databases = databases;
    this.sandboxes = sandboxes;
    this.tools = tools;
  }

  @Override
  public Steps steps() {
    return Steps.version(3)
        .then(new ChooseProven(databases))
        .then(new FindLogs(databases, sandboxes))
        .then(new LookAtTarget(databases))
        .then(new AwaitApproval(databases))
        .then(new RestoreFiles(databases, sandboxes, tools))
        .then(new CompareCopy(databases))
        .then(new ReleaseCopy(databases));
  }

  @Override
  public Precheck precheck(StepContext context) throws Exception {
    RestoreParameters wanted = context.parameters(RestoreParameters.class);
    return BackupSource.precheck(
        databases,
        context,
        source ->
            databases.precheck(
                context, session -> RestorePrecheck.of(context.clock(), session, source, wanted)));
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
