package dev.upkeep.chassis.run;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.upkeep.chassis.TestServers;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.finding.Findings;
import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.chassis.outbox.Outbox;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.events.DueEvent;
import dev.upkeep.events.Event;
import dev.upkeep.events.Ids;
import dev.upkeep.events.MaintenanceAccepted;
import dev.upkeep.events.MaintenanceCancelRequested;
import dev.upkeep.events.MaintenanceCancelled;
import dev.upkeep.events.MaintenanceCompleted;
import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.MaintenanceFailed;
import dev.upkeep.events.MaintenanceNeedsOperator;
import dev.upkeep.events.MaintenanceProgressed;
import dev.upkeep.events.MaintenanceResolved;
import dev.upkeep.events.MaintenanceSkipped;
import dev.upkeep.events.MaintenanceStarted;
import dev.upkeep.events.RunEvent;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.events.envelope.EventEnvelope;
import dev.upkeep.events.envelope.UnacceptableEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The run engine on a real schema, with workers that a test starts, kills and starts again. What
 * the outbox was given is kept in the order of the commits.
 */
final class RunBench implements AutoCloseable {
  static final String SYSTEM = "shop";
  static final String HASH = "hash-of-shop";
  static final RunSettings SETTINGS =
      new RunSettings(
          4,
          Duration.ofSeconds(1),
          Duration.ofMillis(200),
          Duration.ofMillis(100),
          Duration.ofMillis(20),
          Duration.ofMillis(100),
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          Duration.ofMillis(500),
          Duration.ofSeconds(2),
          Duration.ofMillis(500),
          10);

  final Map<String, Object> schema = TestServers.newSchema();
  final HikariDataSource pool = pool();
  final JdbcClient jdbc = JdbcClient.create(pool);
  final List<Event> told = new CopyOnWriteArrayList<>();
  final List<Leftovers> leftovers = new ArrayList<>();
  final List<Bench> workers = new CopyOnWriteArrayList<>();
  Clock clock = Clock.systemUTC();
  RunSettings settings = SETTINGS;

  /** As the others, with another patience with workers of other versions. */
  RunSettings leavingToOthersFor(Duration time) {
    return new RunSettings(
        SETTINGS.slots(),
        SETTINGS.lease(),
        SETTINGS.renew(),
        SETTINGS.poll(),
        SETTINGS.retryFirst(),
        SETTINGS.retryCap(),
        SETTINGS.probeWait(),
        SETTINGS.patience(),
        SETTINGS.stuck(),
        SETTINGS.drain(),
        time,
        SETTINGS.crashes());
  }

  RunBench() {
    Flyway.configure().dataSource(pool).locations("classpath:db/chassis").load().migrate();
  }

  /** A worker and what a test needs of its inside. */
  record Bench(WorkerRuns runs, HeldRuns held, RunStore store, DueInbound inbound) {}

  private HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl((String) schema.get("upkeep.database.url"));
    config.setUsername((String) schema.get("upkeep.database.user"));
    config.setPassword((String) schema.get("upkeep.database.password"));
    config.setMaximumPoolSize(12);
    config.setMinimumIdle(1);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return new HikariDataSource(config);
  }

  private final TransactionTemplate template =
      new TransactionTemplate(new JdbcTransactionManager(pool));

  {
    template.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
  }

  final Transactions transactions =
      new Transactions() {
        @Override
        public <T> T inTransaction(Supplier<T> work) {
          return template.execute(status -> work.get());
        }

        @Override
        public void afterCommit(Runnable signal) {
          TransactionSynchronizationManager.registerSynchronization(
              new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                  signal.run();
                }
              });
        }
      };

  private final Outbox outbox =
      new Outbox() {
        @Override
        public void add(Event event, Cause cause) {
          if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("outside a transaction");
          }
          transactions.afterCommit(() -> told.add(event));
        }
      };

  /** A worker that knows these tasks, not started. */
  Bench worker(RunObserver observer, Task... tasks) {
    HeldRuns held = new HeldRuns();
    Findings findings = new Findings(jdbc, outbox);
    RunStore store =
        new RunStore(
            transactions,
            new TaskRuns(jdbc),
            new StepJournals(jdbc),
            new RunResources(jdbc),
            findings,
            outbox,
            clock,
            text -> text.replace("s3cret", "***"));
    Tasks known = new Tasks(List.of(tasks));
    RunParts parts =
        new RunParts(
            "bench",
            known,
            store,
            new LeftoverEnds(leftovers),
            observer,
            settings,
            new RunMetrics(new SimpleMeterRegistry(), held));
    WorkerRuns runs =
        new WorkerRuns(
            parts,
            new Claims(jdbc, transactions, known, settings.leaveToOthers()),
            held,
            () ->
                DriverManager.getConnection(
                    pool.getJdbcUrl(), pool.getUsername(), pool.getPassword()));
    DueInbound inbound =
        new DueInbound(
            new Acceptance(
                "test-service",
                known,
                system -> system.equals(SYSTEM) ? Optional.of(HASH) : Optional.empty(),
                store,
                runs.notStarted(),
                runs::wake),
            new Requests(store, known, held, runs::wake),
            known);
    Bench bench = new Bench(runs, held, store, inbound);
    workers.add(bench);
    return bench;
  }

  Bench start(Task... tasks) {
    return start(RunObserver.none(), tasks);
  }

  Bench start(RunObserver observer, Task... tasks) {
    Bench bench = worker(observer, tasks);
    bench.runs().start();
    return bench;
  }

  /** Starts a worker that knows these tasks and gives it {@link Scripted}; answers the run. */
  UUID begin(Task... tasks) {
    return accept(start(tasks), due(Scripted.KIND, Map.of()));
  }

  /** Work that is due now, on a component of its own, with an hour for everything. */
  MaintenanceDue due(String kind, Map<String, Object> parameters) {
    return due(kind, "component-" + UUID.randomUUID(), parameters, false);
  }

  MaintenanceDue due(
      String kind, String component, Map<String, Object> parameters, boolean dryRun) {
    UUID runbookRun = UUID.randomUUID();
    Instant now = clock.instant();
    return new MaintenanceDue(
        new TaskRunRef(
            Ids.taskRun(runbookRun, "it"),
            runbookRun,
            SYSTEM,
            "weekly",
            "it",
            kind,
            component,
            dryRun),
        parameters,
        HASH,
        now,
        now.plus(Duration.ofHours(1)),
        3600,
        "person:test");
  }

  UUID accept(Bench worker, MaintenanceDue due) {
    receive(worker, due);
    return due.run().taskRunId();
  }

  void receive(Bench worker, DueEvent event) {
    EventEnvelope<Event> envelope =
        new EventEnvelope<>(
            UUID.randomUUID(),
            URI.create("/test"),
            clock.instant(),
            UUID.randomUUID(),
            1,
            null,
            event);
    transactions.inTransaction(
        () -> {
          try {
            worker.inbound().on(envelope);
          } catch (UnacceptableEvent e) {
            throw new IllegalStateException(e);
          }
        });
  }

  void cancel(Bench worker, MaintenanceDue due) {
    receive(worker, new MaintenanceCancelRequested(due.run(), "ops", "changed my mind"));
  }

  void resolve(Bench worker, MaintenanceDue due, MaintenanceResolved.Answer answer) {
    receive(worker, new MaintenanceResolved(due.run(), answer, "ops", "looked"));
  }

  RunState state(UUID run) {
    return new TaskRuns(jdbc).find(run).orElseThrow().state();
  }

  void awaitState(UUID run, RunState state) {
    await("run " + run + " is " + state)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> state(run) == state && (!state.ended() || isTold(run)));
  }

  /** The row says so a moment before the test's outbox does. */
  private boolean isTold(UUID run) {
    return events(run).stream()
        .anyMatch(
            event ->
                switch (event) {
                  case MaintenanceCompleted _,
                      MaintenanceSkipped _,
                      MaintenanceFailed _,
                      MaintenanceCancelled _ ->
                      true;
                  case MaintenanceAccepted _,
                      MaintenanceStarted _,
                      MaintenanceProgressed _,
                      MaintenanceNeedsOperator _ ->
                      false;
                });
  }

  List<RunEvent> events(UUID run) {
    return told.stream()
        .filter(RunEvent.class::isInstance)
        .map(RunEvent.class::cast)
        .filter(event -> event.run().taskRunId().equals(run))
        .toList();
  }

  <E extends RunEvent> E theOnly(Class<E> type, UUID run) {
    await("a " + type.getSimpleName())
        .atMost(Duration.ofSeconds(5))
        .until(() -> events(run).stream().anyMatch(type::isInstance));
    List<E> found = events(run).stream().filter(type::isInstance).map(type::cast).toList();
    if (found.size() != 1) {
      throw new AssertionError(
          "expected one %s, told were %s".formatted(type.getSimpleName(), events(run)));
    }
    return found.getFirst();
  }

  /** A lease that ran out, without waiting for it. */
  void endLease(UUID run) {
    jdbc.sql(
            "UPDATE task_run SET claimable_at = utc_timestamp(6) WHERE run_id = :run AND state = 'RUNNING'")
        .param("run", run.toString())
        .update();
  }

  @Override
  public void close() {
    workers.forEach(worker -> worker.held().all().forEach(run -> run.ask(new Stop.LeaseGone())));
    workers.forEach(worker -> worker.runs().stop());
    pool.close();
  }
}
