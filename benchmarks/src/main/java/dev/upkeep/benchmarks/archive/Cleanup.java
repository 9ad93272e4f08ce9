package dev.upkeep.benchmarks.archive;

import dev.upkeep.chassis.task.Step;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.cleanup.CleanupParameters;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.MariaDbComponent;
import dev.upkeep.system.Tuning;
import dev.upkeep.system.amount.Age;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.secret.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** {@code database.cleanup} itself, step by step up to the one that moves the rows. */
final class Cleanup {
  private static final String MOVE = "move-rows";

  private Cleanup() {}

  /** Moves the old rows; answers what the step says of it. */
  static Evidence run(AuditServer server, boolean brake) throws Exception {
    TargetDatabases databases = databases(server);
    try (var services = new AnnotationConfigApplicationContext()) {
      services.registerBean(TargetDatabases.class, () -> databases);
      // Nothing is rebuilt here, so nothing is remembered of it.
      services.registerBean(
          JdbcClient.class, () -> JdbcClient.create(new DriverManagerDataSource(server.url())));
      services.scan("dev.upkeep.database.cleanup");
      services.refresh();
      Task task =
          services.getBeansOfType(Task.class).values().stream()
              .filter(one -> one.description().kind().equals("database.cleanup"))
              .findFirst()
              .orElseThrow();
      return run(task, new CleanupParameters(List.of(), 5000, "5s", false, brake));
    }
  }

  private static Evidence run(Task task, CleanupParameters parameters) throws Exception {
    var context = new InMemory(parameters);
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

  private static Evidence done(Step step, InMemory context) throws Exception {
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
            "database",
            server.url(),
            AuditServer.USER,
            new SecretReference.InEnvironment("PASSWORD"),
            Optional.of(ZoneOffset.UTC),
            List.of(policy),
            Optional.empty(),
            Tuning.none());
    var system =
        new MaintainedSystem(
            "benchmark", "Benchmark", Map.of("database", component), List.of(), List.of(), "hash");
    return new TargetDatabases(
        name -> Optional.of(system),
        new Secrets(Map.of("PASSWORD", AuditServer.PASSWORD)),
        Duration.ofDays(400));
  }

  /** A run that nobody takes over: what it remembers is kept in memory. */
  private static final class InMemory implements StepContext {
    private final Record parameters;
    private final Map<String, Object> memory = new HashMap<>();
    private final TaskRunRef run =
        new TaskRunRef(
            UUID.randomUUID(),
            UUID.randomUUID(),
            "benchmark",
            "benchmark",
            "cleanup",
            "database.cleanup",
            "database",
            false);

    InMemory(Record parameters) {
      this.parameters = parameters;
    }

    @Override
    public TaskRunRef run() {
      return run;
    }

    @Override
    public <P extends Record> P parameters(Class<P> type) {
      return type.cast(parameters);
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }

    @Override
    public long fence() {
      return 1;
    }

    @Override
    public void remember(String name, Object value) {
      memory.put(name, value);
    }

    @Override
    public <T> Optional<T> recall(String name, Class<T> type) {
      return Optional.ofNullable(memory.get(name)).map(type::cast);
    }

    @Override
    public Optional<Evidence> evidenceOf(String step) {
      return Optional.empty();
    }

    @Override
    public void progress(double fraction, String line) {
      // Nobody watches.
    }

    @Override
    public void progress(double fraction, String line, Duration remaining) {
      // Nobody watches.
    }

    @Override
    public void safePoint(String where) {
      // Nobody stops it.
    }

    @Override
    public void onStop(AutoCloseable stopper) {
      // Nobody stops it.
    }

    @Override
    public void holds(String kind, String id) {
      // Nobody takes it over.
    }

    @Override
    public void holds(ProcessHandle child) {
      // Nobody takes it over.
    }

    @Override
    public void found(Sighting sighting) {
      // Nobody is told.
    }

    @Override
    public void looksFor(String findingKind) {
      // Nobody is told.
    }
  }
}
