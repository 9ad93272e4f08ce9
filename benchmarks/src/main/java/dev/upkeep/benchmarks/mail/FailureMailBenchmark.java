package dev.upkeep.benchmarks.mail;

import dev.upkeep.benchmarks.report.Figure;
import dev.upkeep.benchmarks.report.Goal;
import dev.upkeep.benchmarks.report.Machine;
import dev.upkeep.benchmarks.report.Report;
import dev.upkeep.benchmarks.servers.ChassisService;
import dev.upkeep.benchmarks.servers.OperatorFiles;
import dev.upkeep.benchmarks.servers.Servers;
import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.MaintenanceFailed;
import dev.upkeep.events.RunReport;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.notification.NotificationService;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Milliseconds from a failure's event being written, in a worker's transaction, until an SMTP
 * server has accepted the mail: outbox, broker, inbox, ledger of deliveries and SMTP between them.
 */
@Command(
    name = "failure-mail",
    description = "From MaintenanceFailed written to the mail accepted by an SMTP server.",
    mixinStandardHelpOptions = true)
public final class FailureMailBenchmark implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Option(names = "--rounds", description = "how many rounds (default: 5)")
  private int rounds = 5;

  @Option(names = "--failures", description = "failures in a round (default: 50)")
  private int failures = 50;

  @Option(names = "--every", description = "milliseconds between two failures (default: 200)")
  private int every = 200;

  @Option(names = "--warm-up", description = "failures before the first round (default: 20)")
  private int warmUp = 20;

  @Override
  public Integer call() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("rounds", rounds);
    settings.put("failures", failures);
    settings.put("every-ms", every);
    settings.put("warm-up", warmUp);
    Report report = new Report("failure-mail", Machine.here(Instant.now()), settings);
    int surplus;
    List<Double> all;
    try (Servers servers = Servers.start();
        MailReceiver receiver = new MailReceiver()) {
      all = measure(servers, receiver);
      surplus = receiver.surplus();
    }
    List<Double> counted = all.subList(warmUp, all.size());
    report.add(Figure.quantile("written to accepted, p50, ms", 0.5, counted, Goal.none()));
    report.add(Figure.quantile("written to accepted, p99, ms", 0.99, counted, Goal.atMost(1_000)));
    report.add(Figure.median("p50 of each round, ms", ofRounds(counted), Goal.none()));
    if (warmUp > 0) {
      report.add(
          Figure.median("first failures after a start, ms", all.subList(0, warmUp), Goal.none()));
    }
    report.print(System.out);
    if (surplus > 0) {
      System.err.printf("%d mails were sent twice%n", surplus);
      return 1;
    }
    return 0;
  }

  private List<Double> measure(Servers servers, MailReceiver receiver) {
    OperatorFiles files = new OperatorFiles(servers.folder());
    Map<String, Object> settings =
        Map.of(
            "upkeep.systems-folder", files.systems().toString(),
            "upkeep.mail.host", "127.0.0.1",
            "upkeep.mail.port", receiver.port(),
            "upkeep.mail.from", "Upkeep <upkeep@example.org>",
            "upkeep.mail.starttls", "never");
    try (ConfigurableApplicationContext _ =
            servers.service("notification-service", NotificationService.class, settings);
        ChassisService worker = new ChassisService(servers);
        ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor()) {
      // The very first waits for the consumer to join its group: that is a start, not a failure.
      var _ = failures(1, worker, receiver, beat);
      List<Double> latencies = new ArrayList<>(failures(warmUp, worker, receiver, beat));
      for (int round = 0; round < rounds; round++) {
        latencies.addAll(failures(failures, worker, receiver, beat));
      }
      return latencies;
    }
  }

  /** Lets so many runs fail, one after the other, and waits for their mails. */
  private List<Double> failures(
      int count, ChassisService worker, MailReceiver receiver, ScheduledExecutorService beat) {
    int first = receiver.accepted().size();
    Map<Integer, Instant> written = new ConcurrentHashMap<>();
    List<Future<?>> failing = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = first + i;
      failing.add(
          beat.schedule(
              () -> written.put(number, fail(worker, number)),
              (long) i * every,
              TimeUnit.MILLISECONDS));
    }
    try {
      for (Future<?> each : failing) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a failure could not be told", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    }
    Awaitility.await().atMost(PATIENCE).until(() -> receiver.accepted().size() == first + count);
    List<Double> latencies = new ArrayList<>();
    for (int number = first; number < first + count; number++) {
      latencies.add(
          Duration.between(written.get(number), receiver.accepted().get(number)).toNanos() / 1e6);
    }
    return latencies;
  }

  /** Tells a failure as a worker would; answers when, a moment before its transaction began. */
  private static Instant fail(ChassisService worker, int number) {
    TaskRunRef run =
        new TaskRunRef(
            UUID.randomUUID(),
            UUID.randomUUID(),
            OperatorFiles.SYSTEM,
            "weekly-database",
            "optimize",
            "database.optimize",
            "database",
            false);
    Instant now = Instant.now();
    RunReport report = new RunReport(now, now, 1, List.of(), Evidence.none(), List.of(), List.of());
    MaintenanceFailed failed =
        new MaintenanceFailed(
            run,
            "Table correspondences is marked as crashed, " + MailReceiver.mark(number),
            "Run CHECK TABLE on it",
            "precheck",
            report);
    worker
        .transactions()
        .inTransaction(() -> worker.outbox().add(failed, new Cause(UUID.randomUUID(), null)));
    return now;
  }

  private List<Double> ofRounds(List<Double> latencies) {
    List<Double> medians = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      List<Double> ofRound = latencies.subList(round * failures, (round + 1) * failures);
      medians.add(Figure.median("of a round", ofRound, Goal.none()).value());
    }
    return medians;
  }
}
