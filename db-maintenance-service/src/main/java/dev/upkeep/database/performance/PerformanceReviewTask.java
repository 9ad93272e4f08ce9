package dev.upkeep.database.performance;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.catalogue.Described;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.database.server.ServerVersion;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.Grants.Needed;
import dev.upkeep.system.database.TargetDatabases;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reviews a database's performance: slow queries by class, their plans, indexes, the server. */
@Component
final class PerformanceReviewTask implements Task {

  private static final List<Needed> NEEDED = List.of(new Needed("SELECT", "schema.*"));

  private final TargetDatabases databases;
  private final Sandboxes sandboxes;
  private final KnownClasses known;

  PerformanceReviewTask(TargetDatabases databases, Sandboxes sandboxes, JdbcClient jdbc) {
    this.databases = databases;
    this.sandboxes = sandboxes;
    this.known = new KnownClasses(jdbc);
  }

  @Override
  public Steps steps() {
    return Steps.version(1)
        .then(new ReadSlowQueries(databases, known))
        .then(new ExplainNamedQueries(databases))
        .then(new TryAdvice(databases, sandboxes))
        .then(new ReviewIndexes(databases))
        .then(new LookAtServer(databases))
        .then(new RememberClasses(known))
        .then(new SumUp());
  }

  @Override
  public Precheck precheck(StepContext context) throws Exception {
    return databases.precheck(
        context,
        session -> {
          ServerVersion.require(session);
          return Grants.of(session)
              .refusal("database.performance-review", NEEDED)
              .orElseGet(Precheck::go);
        });
  }

  @Override
  public TaskDescription description() {
    return Described.as("database.performance-review");
  }

  @Override
  public Class<? extends Record> parameters() {
    return PerformanceReviewParameters.class;
  }
}
