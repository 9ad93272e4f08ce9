package dev.upkeep.benchmarks.archive;

import dev.upkeep.benchmarks.task.LoneRun;
import dev.upkeep.chassis.task.Step;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.cleanup.CleanupParameters;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.MariaDbComponent;
import dev.upkeep.system.Tuning;
import dev.upkeep.system.amount.Age;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.secret.Secrets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * {@code database.cleanup} itself, step by step up to the one that moves the rows; in a service
 * that runs already, as it does when a run is due.
 */
final class Cleanup implements AutoCloseable {
  private static final String MOVE = "move-rows";
  private static final String SYSTEM = "benchmark";
  private static final String COMPONENT = "database";

  private final AnnotationConfigApplicationContext services =
      new AnnotationConfigApplicationContext();
  private final Task task;

  Cleanup(AuditServer server) {
    services.registerBean(TargetDatabases.class, () -> databases(server));
    // Nothing is rebuilt here, so nothing is remembered of it.
    services.registerBean(
        JdbcClient.class, () -> JdbcClient.create(new DriverManagerDataSource(server.url())));
    services.scan("dev.upkeep.database.cleanup");
    services.refresh();
    task =
        services.getBeansOfType(Task.class).values().stream()
            .filter(one -> one.description().kind().equals("database.cleanup"))
            .findFirst()
            .orElseThrow();
  }

  /** Moves the old rows; answers what the step says of it. */
  Evidence run(boolean brake) throws Exception {
    return run(task, new CleanupParameters(List.of(), 5000, "5s", false, brake));
  }

  @Override
  public void close() {
    services.close();
  }

  private static Evidence run(Task task, CleanupParameters parameters) throws Exception {
    var context = new LoneRun(task.description().kind(), SYSTEM, COMPONENT, parameters);
    for (Steps.Entry entry : task.steps().entries()) {
      switch (entry) {
        case Steps.One(Step step) -> done(step, context);
        case Steps.Many many -> {
          Evidence last = Evidence.none();
          for (String item : many.items().in(context)) {
            last = done(many.each().on(item), context);
          }
          if (many.name().equals(MOVE)) {
            return last;
          }
        }
      }
    }
    throw new IllegalStateException("the task has no step " + MOVE);
  }

  private static Evidence done(Step step, LoneRun context) throws Exception {
    if (step.run(context) instanceof StepOutcome.Done(Evidence evidence)) {
      return evidence;
    }
    throw new IllegalStateException("the step " + step.name() + " was not done");
  }

  private static TargetDatabases databases(AuditServer server) {
    var policy =
        new CleanupPolicy(
            "audit",
            "created_at",
            Age.parse("1y").orElseThrow(),
            new CleanupPolicy.Action.Archive("audit_archive"));
    var component =
        new MariaDbComponent(
            COMPONENT,
            server.url(),
            AuditServer.USER,
            new SecretReference.InEnvironment("PASSWORD"),
            Optional.of(ZoneOffset.UTC),
            List.of(policy),
            Optional.empty(),
            Tuning.none());
    var system =
        new MaintainedSystem(
            SYSTEM, "Benchmark", Map.of(COMPONENT, component), List.of(), List.of(), "hash");
    return new TargetDatabases(
        name -> Optional.of(system),
        new Secrets(Map.of("PASSWORD", AuditServer.PASSWORD)),
        Duration.ofDays(400));
  }
}
