package dev.upkeep.benchmarks.due;

import dev.upkeep.benchmarks.due.DueReader.Read;
import dev.upkeep.benchmarks.report.Figure;
import dev.upkeep.benchmarks.report.Goal;
import dev.upkeep.benchmarks.report.Machine;
import dev.upkeep.benchmarks.report.Report;
import dev.upkeep.benchmarks.servers.OperatorFiles;
import dev.upkeep.benchmarks.servers.Servers;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.kafka.KafkaClients;
import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.chassis.outbox.Outbox;
import dev.upkeep.events.TaskAnnounced;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.scheduler.SchedulerService;
import dev.upkeep.scheduler.catalogue.Catalogue;
import dev.upkeep.scheduler.definition.Definitions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Milliseconds from a due instant until a consumer has the task, on a scheduler that has nothing
 * else to do. Every instant is an ordinary one-shot schedule in a runbook file of its own.
 */
@Command(
    name = "due",
    description = "From the due instant to MaintenanceDue in a consumer's hands, when idle.",
    mixinStandardHelpOptions = true)
public final class DueBenchmark implements Callable<Integer> {
  private static final String KIND = "database.benchmark";
  private static final Duration LEAD = Duration.ofSeconds(12);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Option(names = "--rounds", description = "how many rounds (default: 5)")
  private int rounds = 5;

  @Option(names = "--instants", description = "due instants in a round (default: 50)")
  private int instants = 50;

  @Option(names = "--every", description = "milliseconds between two instants (default: 250)")
  private int every = 250;

  @Option(names = "--warm-up", description = "instants before the first round (default: 20)")
  private int warmUp = 20;

  @Option(names = "--seed", description = "of the irregularity of the instants (default: 1)")
  private long seed = 1;

  @Override
  public Integer call() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("rounds", rounds);
    settings.put("instants", instants);
    settings.put("every-ms", every);
    settings.put("warm-up", warmUp);
    settings.put("seed", seed);
    Report report = new Report("due", Machine.here(Instant.now()), settings);
    List<Read> all;
    try (Servers servers = Servers.start()) {
      all = measure(servers);
    }
    List<Read> counted = all.subList(warmUp, all.size());
    List<Double> latencies = millis(counted, Read::due, Read::readable);
    report.add(Figure.quantile("due to readable, p50, ms", 0.5, latencies, Goal.atMost(20)));
    report.add(Figure.quantile("due to readable, p99, ms", 0.99, latencies, Goal.atMost(100)));
    report.add(Figure.quantile("due to readable, earliest, ms", 0, latencies, Goal.atLeast(0)));
    report.add(Figure.median("p50 of each round, ms", ofRounds(latencies), Goal.none()));
    report.add(
        Figure.median(
            "of it: due to written, ms", millis(counted, Read::due, Read::written), Goal.none()));
    report.add(
        Figure.median(
            "of it: written to readable, ms",
            millis(counted, Read::written, Read::readable),
            Goal.none()));
    if (warmUp > 0) {
      report.add(
          Figure.median(
              "first instants after a start, ms",
              millis(all.subList(0, warmUp), Read::due, Read::readable),
              Goal.none()));
    }
    report.print(System.out);
    return latencies.stream().anyMatch(latency -> latency < 0) ? 1 : 0;
  }

  private List<Read> measure(Servers servers) {
    OperatorFiles files = new OperatorFiles(servers.folder());
    Map<String, Object> settings =
        Map.of(
            "upkeep.systems-folder", files.systems().toString(),
            "upkeep.runbooks-folder", files.runbooks().toString(),
            "upkeep.keys-folder", files.keys().toString());
    try (ConfigurableApplicationContext scheduler =
            servers.service(SchedulerService.NAME, SchedulerService.class, settings);
        DueReader reader =
            new DueReader(
                scheduler.getBean(KafkaClients.class).consumer("benchmark", "benchmark"))) {
      announceTask(scheduler);
      int count = warmUp + rounds * instants;
      Instant last = schedule(files, count);
      awaitInForce(scheduler.getBean(Definitions.class), count);
      Awaitility.await()
          .pollInterval(Duration.ofSeconds(1))
          .atMost(Duration.between(Instant.now(), last).plus(PATIENCE))
          .until(() -> reader.soFar().size() == count);
      List<Read> inOrder = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        inOrder.add(reader.soFar().get(name(i)));
      }
      return inOrder;
    }
  }

  private static void announceTask(ConfigurableApplicationContext scheduler) {
    TaskDescription task =
        new TaskDescription(
            KIND,
            "Nothing, at the right time",
            "database",
            Map.of("type", "object"),
            TaskDescription.Access.READS,
            List.of("mariadb"),
            true,
            false);
    Outbox outbox = scheduler.getBean(Outbox.class);
    scheduler
        .getBean(Transactions.class)
        .inTransaction(
            () -> outbox.add(new TaskAnnounced(task), new Cause(UUID.randomUUID(), null)));
    Catalogue catalogue = scheduler.getBean(Catalogue.class);
    Awaitility.await().atMost(PATIENCE).until(() -> catalogue.kinds().contains(KIND));
  }

  /** Irregular instants, so that they do not fall in with the beat of some timer. */
  private Instant schedule(OperatorFiles files, int count) {
    Random random = new Random(seed);
    Instant first =
        Instant.now()
            .plus(LEAD)
            .plus(Duration.ofMillis(20L * count))
            .truncatedTo(ChronoUnit.MILLIS);
    Instant at = first;
    for (int i = 0; i < count; i++) {
      at = first.plusMillis((long) i * every + random.nextInt(every / 2));
      files.runbook(name(i), at.toString(), KIND);
    }
    return at;
  }

  private static String name(int number) {
    return "once-%04d".formatted(number);
  }

  private static void awaitInForce(Definitions definitions, int count) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> definitions.inForce().runbooks().size() == count);
  }

  private List<Double> ofRounds(List<Double> latencies) {
    List<Double> medians = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      List<Double> ofRound = latencies.subList(round * instants, (round + 1) * instants);
      medians.add(Figure.median("", ofRound, Goal.none()).value());
    }
    return medians;
  }

  private static List<Double> millis(
      List<Read> reads, Function<Read, Instant> from, Function<Read, Instant> to) {
    return reads.stream()
        .map(read -> Duration.between(from.apply(read), to.apply(read)).toNanos() / 1e6)
        .toList();
  }
}
