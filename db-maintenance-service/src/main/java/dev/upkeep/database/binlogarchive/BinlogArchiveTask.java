package dev.upkeep.database.binlogarchive;

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

/** Copies the binary logs that the server has closed. */
@Component
final class BinlogArchiveTask implements Task {

  private final TargetDatabases databases;
  private final Sandboxes sandboxes;

  BinlogArchiveTask(TargetDatabases databases, Sandboxes sandboxes) {
    this.databases = databases;
    this.sandboxes = sandboxes;
  }

  @Override
  public Steps steps() {
    return Steps.version(1)
        .then(new CopyLogs(databases, sandboxes))
        .then(new JudgeChain(databases))
        .then(new RemoveSuperfluousLogs(databases))
        .then(new SumUpLogs());
  }

  @Override
  public Precheck precheck(StepContext context) throws Exception {
    return BackupSource.precheck(
        databases,
        context,
        source ->
            databases.precheck(
                context, session -> BinlogArchivePrecheck.of(session, source, sandboxes)));
  }

  @Override
  public TaskDescription description() {
    return Described.as("database.binlog-archive");
  }

  @Override
  public Class<? extends Record> parameters() {
    return BinlogArchiveParameters.class;
  }
}
