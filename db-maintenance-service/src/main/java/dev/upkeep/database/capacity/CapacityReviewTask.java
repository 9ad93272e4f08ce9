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

/**
 * Reviews a database's capacity: sizes, memory and processor today, growth from kept history, when
 * each will be used up.
 */
@Component
final class CapacityReviewTask implements Task {

  private static final List<Needed> NEEDED = List.of(new Needed("SELECT", "schema.*"));

  private final TargetDatabases databases;
  private final CapacityPoints points;
  private final ServerPoints serverPoints;

  CapacityReviewTask(TargetDatabases databases, JdbcClient jdbc) {
    this.databases = databases;
    this.points = new CapacityPoints(jdbc);
    this.serverPoints = new ServerPoints(jdbc);
  }

  @Override
  public Steps steps() {
    return Steps.version(1)
        .then(new MeasureSizes(databases))
        .then(new MeasureServer(databases))
        .then(new KeepPoint(points, serverPoints))
        .then(new CheckCounters(databases))
        .then(new ForecastServer(serverPoints))
        .then(new ForecastGrowth(points))
        .then(new SumUp());
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
