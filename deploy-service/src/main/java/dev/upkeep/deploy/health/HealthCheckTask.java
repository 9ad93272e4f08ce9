package dev.upkeep.deploy.health;

import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.deploy.catalogue.Described;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.system.SystemsFolder;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.redis.TargetCaches;
import org.springframework.stereotype.Component;

/** Looks whether a component does what it is there for; a run on one that does not, fails. */
@Component
final class HealthCheckTask implements Task {

  private final SystemsFolder systems;
  private final RoundTrips roundTrips;

  HealthCheckTask(SystemsFolder systems, TargetDatabases databases, TargetCaches caches) {
    this.systems = systems;
    this.roundTrips = new RoundTrips(databases, caches);
  }

  @Override
  public Steps steps() {
    return Steps.version(1).then(new LookAtComponent(systems, roundTrips)).then(new JudgeHealth());
  }

  @Override
  public TaskDescription description() {
    return Described.as("health.check");
  }

  @Override
  public Class<? extends Record> parameters() {
    return HealthCheckParameters.class;
  }
}
