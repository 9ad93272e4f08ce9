package dev.upkeep.chassis.test;

import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.database.DatabaseConfiguration;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.inbox.EventInbound;
import dev.upkeep.chassis.outbox.Outbox;
import dev.upkeep.chassis.run.Boundary;
import dev.upkeep.chassis.run.KnownSystems;
import dev.upkeep.chassis.run.Leftovers;
import dev.upkeep.chassis.run.RunObserver;
import dev.upkeep.chassis.run.Worker;
import dev.upkeep.chassis.service.ServiceConfiguration;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.chassis.time.TimeConfiguration;
import dev.upkeep.events.DueEvent;
import dev.upkeep.events.Event;
import dev.upkeep.events.FindingEvent;
import dev.upkeep.events.Ids;
import dev.upkeep.events.MaintenanceAccepted;
import dev.upkeep.events.MaintenanceCancelRequested;
import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.MaintenanceProgressed;
import dev.upkeep.events.MaintenanceResolved;
import dev.upkeep.events.MaintenanceStarted;
import dev.upkeep.events.RunEvent;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.events.envelope.EventEnvelope;
import dev.upkeep.events.envelope.UnacceptableEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Runs one task as its service would, on the real run engine and a real MariaDB, without Kafka:
 * from the due event to the run's end, with crashes at named places on the way. Close it.
 *
 * <pre>{@code
 * try (TaskTester tester = TaskTester.of(new OptimizeTask(doors))) {
 *   tester.crashAt(Boundary.AFTER_EFFECT, "rebuild-table/rfas");
 *   TaskResult result = tester.run(Map.of("rebuild-when-reclaimable", "20%"));
 *   assertThat(result.evidence().values()).containsEntry("rebuilt-tables", 3);
 * }
 * }</pre>
 *
 * <p>A crash here ends the attempt's thread without writing anything more, and the next attempt
 * takes over as from a dead worker. Code of the step that is under way is unwound, though, which a
 * killed process does not do: what must survive that is tested with {@link WorkerProcess}.
 */
public final class TaskTester implements AutoCloseable {
  private static final String HASH = "hash-of-the-test-system";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ConfigurableApplicationContext context;
  private final Crashes crashes;
  private final RecordingOutbox outbox;
  private final String kind;
  private final String system;
  private final String component;
  private final Clock clock;

  private TaskTester(Options options) {
    this.crashes = new Crashes();
    this.kind = options.task.description().kind();
    this.system = options.system;
    this.component = options.component;
    this.context = start(options, crashes);
    this.outbox = (RecordingOutbox) context.getBean(Outbox.class);
    this.clock = context.getBean(Clock.class);
  }

  /** On the system {@code test-system}, component {@code database}. */
  public static TaskTester of(Task task) {
    return of(task, options -> {});
  }

  /** As the options say. */
  public static TaskTester of(Task task, java.util.function.Consumer<Options> choose) {
    Options options = new Options(task);
    choose.accept(options);
    return new TaskTester(options);
  }

  /** What a test may choose. */
  public static final class Options {
    private final Task task;
    private final Map<String, Object> settings = new HashMap<>();
    private String system = "test-system";
    private String component = "database";
    private List<Leftovers> leftovers = List.of();
    private Optional<Clock> clock = Optional.empty();

    private Options(Task task) {
      this.task = task;
      settings.put("upkeep.service", "test-service");
      settings.put("upkeep.run.retry-first", "50ms");
      settings.put("upkeep.run.retry-cap", "200ms");
      settings.put("upkeep.run.probe-wait", "100ms");
      settings.put("upkeep.run.poll", "50ms");
    }

    public Options system(String name) {
      system = name;
      return this;
    }

    public Options component(String name) {
      component = name;
      return this;
    }

    public Options clock(Clock toUse) {
      clock = Optional.of(toUse);
      return this;
    }

    /** What ends the resources that the task's steps hold. */
    public Options leftovers(Leftovers... enders) {
      leftovers = List.of(enders);
      return this;
    }

    /** A setting of the worker, as in {@code upkeep.run.lease}. */
    public Options setting(String name, Object value) {
      settings.put(name, value);
      return this;
    }
  }

  private static ConfigurableApplicationContext start(Options options, Crashes crashes) {
    Map<String, Object> settings = new HashMap<>(options.settings);
    settings.putAll(TestPlatform.newSchema().settings());
    return new SpringApplicationBuilder(
            ServiceConfiguration.class,
            TimeConfiguration.class,
            DatabaseConfiguration.class,
            Worker.class)
        .web(WebApplicationType.NONE)
        .bannerMode(Banner.Mode.OFF)
        .registerShutdownHook(false)
        .properties(settings)
        .initializers(
            (GenericApplicationContext context) -> {
              context.registerBean("task", Task.class, () -> options.task);
              context.registerBean(KnownSystems.class, () -> system -> Optional.of(HASH));
              context.registerBean(RunObserver.class, () -> crashes);
              context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
              context.registerBean(
                  Outbox.class, () -> new RecordingOutbox(context.getBean(Transactions.class)));
              options.clock.ifPresent(clock -> context.registerBean(Clock.class, () -> clock));
              for (Leftovers ender : options.leftovers) {
                context.registerBean("ends-" + ender.kind(), Leftovers.class, () -> ender);
              }
            })
        .run();
  }

  /** Lets the next run that passes this place crash there, once. */
  public TaskTester crashAt(Boundary boundary, String step) {
    return crashAt(Place.of(boundary, step));
  }

  public TaskTester crashAt(Place place) {
    crashes.plan(place);
    return this;
  }

  /** Runs the task to its end, or until it needs an operator; every due event is told twice. */
  public TaskResult run(Map<String, Object> parameters) {
    return finish(begin(parameters, false));
  }

  /** Plans, changing nothing. */
  public TaskResult dryRun(Map<String, Object> parameters) {
    return finish(begin(parameters, true));
  }

  /** Starts a run and leaves it to itself; {@link #finish} waits for it. */
  public TaskRunRef begin(Map<String, Object> parameters, boolean dryRun) {
    UUID runbookRun = UUID.randomUUID();
    TaskRunRef run =
        new TaskRunRef(
            Ids.taskRun(runbookRun, "it"),
            runbookRun,
            system,
            "a-test",
            "it",
            kind,
            component,
            dryRun);
    Instant now = clock.instant();
    MaintenanceDue due =
        new MaintenanceDue(
            run, parameters, HASH, now, now.plus(Duration.ofHours(1)), 3600, "person:test");
    receive(due);
    receive(due);
    return run;
  }

  /** Asks a run to stop. */
  public void cancel(TaskRunRef run, String reason) {
    receive(new MaintenanceCancelRequested(run, "tester", reason));
  }

  /** Answers what a run asked of an operator, and waits for what comes of it. */
  public TaskResult resolve(TaskRunRef run, MaintenanceResolved.Answer answer) {
    int before = ends(run).size();
    receive(new MaintenanceResolved(run, answer, "tester", "looked at it"));
    return finish(run, before);
  }

  /** Waits for the run's end, or until it needs an operator. */
  public TaskResult finish(TaskRunRef run) {
    return finish(run, 0);
  }

  private TaskResult finish(TaskRunRef run, int endsBefore) {
    await("the end of the run of " + kind)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              endLeasesOfCrashed();
              return ends(run).size() > endsBefore;
            });
    if (!crashes.notReached().isEmpty()) {
      throw new AssertionError(
          "the run ended without passing %s, where it was to crash; it passed %s"
              .formatted(crashes.notReached(), crashes.passed()));
    }
    return new TaskResult(ends(run).getLast(), eventsOf(run), crashes.passed());
  }

  private int leasesEnded;

  /** A dead worker's lease would end by itself; a test need not wait for that. */
  private void endLeasesOfCrashed() {
    if (crashes.crashed() > leasesEnded) {
      leasesEnded = crashes.crashed();
      context
          .getBean(JdbcClient.class)
          .sql(
              "UPDATE task_run SET claimable_at = utc_timestamp(6) WHERE state IN ('ACCEPTED', 'RUNNING')")
          .update();
    }
  }

  private List<RunEvent> ends(TaskRunRef run) {
    return runEvents(run).stream()
        .filter(
            event ->
                !(event instanceof MaintenanceAccepted
                    || event instanceof MaintenanceStarted
                    || event instanceof MaintenanceProgressed))
        .toList();
  }

  private List<RunEvent> runEvents(TaskRunRef run) {
    return outbox.told().stream()
        .filter(RunEvent.class::isInstance)
        .map(RunEvent.class::cast)
        .filter(event -> event.run().equals(run))
        .toList();
  }

  private List<Event> eventsOf(TaskRunRef run) {
    return outbox.told().stream()
        .filter(
            event ->
                event instanceof FindingEvent
                    || (event instanceof RunEvent told && told.run().equals(run)))
        .toList();
  }

  private void receive(DueEvent event) {
    EventInbound due = context.getBean(EventInbound.class);
    EventEnvelope<Event> envelope =
        new EventEnvelope<>(
            UUID.randomUUID(),
            URI.create("/test"),
            clock.instant(),
            UUID.randomUUID(),
            1,
            null,
            event);
    context
        .getBean(Transactions.class)
        .inTransaction(
            () -> {
              try {
                due.on(envelope);
              } catch (UnacceptableEvent e) {
                throw new IllegalArgumentException("the worker refuses the event", e);
              }
            });
  }

  @Override
  public void close() {
    context.close();
  }
}
