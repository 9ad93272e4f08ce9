package dev.upkeep.deploy.state;

import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.deploy.catalogue.Described;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.system.SystemsFolder;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.redis.TargetCaches;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Records what a system is like; beside an earlier record, the difference is what was changed. */
@Component
final class RecordStateTask implements Task {

  private final SystemsFolder systems;
  private final SystemLook look;
  private final StateRecords records;

  RecordStateTask(
      SystemsFolder systems, TargetDatabases databases, TargetCaches caches, JdbcClient jdbc) {
    this.systems = systems;
    this.look = new SystemLook(databases, caches);
    this.records = new StateRecords(jdbc);
  }

  @Override
  public Steps steps() {
    return Steps.version(1)
        .then(new LookAtSystem(systems, look))
        .then(new KeepRecord(records))
        .then(new CompareRecords(records));
  }

  @Override
  public TaskDescription description() {
    return Described.as("system.record-state");
  }

  @Override
  public Class<? extends Record> parameters() {
    return RecordStateParameters.class;
  }
}
