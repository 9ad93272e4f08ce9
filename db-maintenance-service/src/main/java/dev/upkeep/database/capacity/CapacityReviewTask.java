package dev.upkeep.database.capacity;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.catalogue.Described;
import dev.upkeep.database.server.ServerVersion;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.Grants.Needed;
import dev.upkeep.system.database.TargetDatabases;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reviews a database's capacity: sizes today, growth from kept history, when it will be full. */
@Component
final class CapacityReviewTask implements Task {

  private static final List<Needed> NEEDED = List.of(new Needed("SELECT", "schema.*"));

  private final TargetDatabases databases;
  private final CapacityPoints points;

  CapacityReviewTask(TargetDatabases databases, JdbcClient jdbc) {
    this.databases = databases;
    this.points = new CapacityPoints(jdbc);
  }

  @Override
  public Steps steps() {
    return Steps.version(1)
        .then(new MeasureSizes(databases))
        .then(new KeepPoint(points))
        .then(new CheckCounters(databases))
        .then(new ForecastGrowth(points));
  }

  @Override
  public Precheck precheck(StepContext context) throws Exception {
    return databases.precheck(
        context,
        session -> {
          ServerVersion.require(session);
          return Grants.of(session)
              .refusal("database.capacity-review", NEEDED)
              .orElseGet(Precheck::go);
        });
  }

  @Override
  public TaskDescription description() {
    return Described.as("database.capacity-review");
  }

  @Override
  public Class<? extends Record> parameters() {
    return CapacityReviewParameters.class;
  }
}
