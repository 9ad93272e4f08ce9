package dev.upkeep.benchmarks.outbox;

import dev.upkeep.benchmarks.report.Figure;
import dev.upkeep.benchmarks.report.Goal;
import dev.upkeep.benchmarks.report.Machine;
import dev.upkeep.benchmarks.report.Report;
import dev.upkeep.benchmarks.servers.ChassisService;
import dev.upkeep.benchmarks.servers.Servers;
import dev.upkeep.events.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Events per second from the outbox to Kafka, beside a bare producer that sends the same bytes to
 * the same broker; the two take turns, and who begins changes with each round.
 */
@Command(
    name = "outbox",
    description = "Outbox to Kafka, beside a bare idempotent producer: a backlog, then writers.",
    mixinStandardHelpOptions = true)
public final class OutboxBenchmark implements Callable<Integer> {
  private static final double EVENTS_PER_SECOND = 10_000;

  @Option(names = "--rounds", description = "how often each is measured (default: 5)")
  private int rounds = 5;

  @Option(names = "--keys", description = "how many keys (default: 1000)")
  private int keyCount = 1_000;

  @Option(names = "--events", description = "events of a backlog (default: 50000)")
  private int events = 50_000;

  @Option(names = "--seconds", description = "how long writers write in a round (default: 10)")
  private int seconds = 10;

  @Option(names = "--writers", description = "threads that write (default: 4)")
  private int writers = 4;

  @Option(
      names = "--per-transaction",
      description = "events a writer commits at once (default: 20)")
  private int perTransaction = 20;

  private final List<Double> bare = new ArrayList<>();
  private final List<Double> drain = new ArrayList<>();
  private final List<Double> steady = new ArrayList<>();
  private final List<Double> leftOver = new ArrayList<>();
  private final List<Double> bareCost = new ArrayList<>();
  private final List<Double> drainCost = new ArrayList<>();
  private final List<Double> steadyCost = new ArrayList<>();

  @Override
  public Integer call() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("rounds", rounds);
    settings.put("keys", keyCount);
    settings.put("events", events);
    settings.put("seconds", seconds);
    settings.put("writers", writers);
    settings.put("per-transaction", perTransaction);
    Report report = new Report("outbox", Machine.here(Instant.now()), settings);
    try (Servers servers = Servers.start();
        ChassisService service = new ChassisService(servers)) {
      measure(servers, service);
    } catch (OrderBroken e) {
      System.err.println("The outbox is wrong: " + e.getMessage());
      return 1;
    }
    report.add(Figure.median("bare producer, events/s", bare, Goal.none()));
    report.add(Figure.median("backlog, events/s", drain, Goal.atLeast(EVENTS_PER_SECOND)));
    report.add(Figure.median("backlog / bare", ratios(drain), Goal.none()));
    report.add(Figure.median("with writers, events/s", steady, Goal.atLeast(EVENTS_PER_SECOND)));
    report.add(Figure.median("with writers / bare", ratios(steady), Goal.none()));
    report.add(Figure.median("with writers, rows left at the end", leftOver, Goal.none()));
    report.add(Figure.median("bare, processor µs per event", bareCost, Goal.none()));
    report.add(Figure.median("backlog, processor µs per event", drainCost, Goal.none()));
    report.add(Figure.median("with writers, processor µs", steadyCost, Goal.none()));
    report.print(System.out);
    return 0;
  }

  private void measure(Servers servers, ChassisService service) {
    service.stopRelay();
    Backlog backlog =
        new Backlog(service.jdbc(), service.transactions(), new Keys(keyCount), events);
    backlog.write(service.outbox());
    List<ProducerRecord<byte[], byte[]>> records = backlog.records();
    try (BareProducer producer = new BareProducer(service.kafka().producer("bare"));
        TopicReader reader =
            new TopicReader(service.kafka().consumer("benchmark", "benchmark"), Topic.RUNS)) {
      // One round that does not count: classes are loaded and compiled.
      for (int round = 0; round <= rounds; round++) {
        if (round == 1) {
          forget();
        }
        if (round % 2 == 0) {
          bare(servers, producer, reader, backlog, records);
        }
        drain(servers, service, reader, backlog);
        if (round % 2 == 1) {
          bare(servers, producer, reader, backlog, records);
        }
        steady(servers, service, reader);
        System.err.printf("round %d of %d%n", round, rounds);
      }
    }
  }

  private void forget() {
    List.of(bare, drain, steady, leftOver, bareCost, drainCost, steadyCost).forEach(List::clear);
  }

  private void bare(
      Servers servers,
      BareProducer producer,
      TopicReader reader,
      Backlog backlog,
      List<ProducerRecord<byte[], byte[]>> records) {
    Duration before = servers.processorTime();
    Duration took = producer.send(records);
    bareCost.add(microsEach(servers.processorTime().minus(before), events));
    bare.add(perSecond(events, took));
    reader.verify(backlog.perKey());
  }

  private void drain(Servers servers, ChassisService service, TopicReader reader, Backlog backlog) {
    backlog.restore();
    long target = service.acknowledged() + events;
    Duration before = servers.processorTime();
    long began = System.nanoTime();
    service.startRelay();
    service.awaitAcknowledged(target);
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    drainCost.add(microsEach(servers.processorTime().minus(before), events));
    drain.add(perSecond(events, took));
    service.stopRelay();
    reader.verify(backlog.perKey());
  }

  private void steady(Servers servers, ChassisService service, TopicReader reader) {
    Writers writing =
        new Writers(service.outbox(), service.transactions(), new Keys(keyCount), perTransaction);
    long before = service.acknowledged();
    service.startRelay();
    Duration processorsBefore = servers.processorTime();
    long began = System.nanoTime();
    writing.write(writers, Duration.ofSeconds(seconds));
    long sent = service.acknowledged() - before;
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    steadyCost.add(microsEach(servers.processorTime().minus(processorsBefore), sent));
    steady.add(perSecond(sent, took));
    leftOver.add((double) (writing.total() - sent));
    service.awaitAcknowledged(before + writing.total());
    service.stopRelay();
    reader.verify(writing.perKey());
  }

  private List<Double> ratios(List<Double> measured) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < measured.size(); i++) {
      ratios.add(measured.get(i) / bare.get(i));
    }
    return ratios;
  }

  private static double perSecond(long count, Duration took) {
    return count / (took.toNanos() / 1e9);
  }

  private static double microsEach(Duration spent, long count) {
    return spent.toNanos() / 1e3 / count;
  }
}
