package dev.upkeep.database.restoretest;

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

/** Restores a backup where nobody needs it, and says whether it is one. */
@Component
final class RestoreTestTask implements Task {

  private final TargetDatabases databases;
  private final Sandboxes sandboxes;
  private final PhysicalTools tools;

  RestoreTestTask(TargetDatabases databases, Sandboxes sandboxes, PhysicalTools tools) {
    this.databases = databases;
    this.sandboxes = sandboxes;
    this.tools = tools;
  }

  @Override
  public Steps steps() {
    return Steps.version(1)
        .then(new ChooseBackup(databases))
        .then(new ExamineFiles(databases))
        .then(new CheckSandboxRoom(databases, sandboxes))
        .then(new RestoreIntoSandbox(databases, sandboxes, tools))
        .then(new MarkBackup(databases))
        .then(new RefuseDamaged());
  }

  @Override
  public Precheck precheck(StepContext context) throws Exception {
    return BackupSource.precheck(
        databases,
        context,
        source ->
            source.target().backups().isEmpty()
                ? Precheck.fail(
                    "There is no backup in %s.".formatted(source.target().place()),
                    "Run database.backup first; if there should be one, look whether the disk is"
                        + " mounted")
                : Precheck.go());
  }

  @Override
  public TaskDescription description() {
    return Described.as("database.restore-test");
  }

  @Override
  public Class<? extends Record> parameters() {
    return RestoreTestParameters.class;
  }
}
