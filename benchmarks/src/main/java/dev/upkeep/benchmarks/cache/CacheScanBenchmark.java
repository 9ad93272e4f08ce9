package dev.upkeep.benchmarks.cache;

import dev.upkeep.benchmarks.report.Figure;
import dev.upkeep.benchmarks.report.Goal;
import dev.upkeep.benchmarks.report.Machine;
import dev.upkeep.benchmarks.report.Report;
import dev.upkeep.chassis.time.Pauses;
import dev.upkeep.database.keyspace.KeyScan;
import dev.upkeep.database.keyspace.Look;
import dev.upkeep.database.keyspace.Pace;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.keyspace.KeyRule;
import dev.upkeep.system.redis.Answers;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.Call;
import dev.upkeep.system.redis.LatencyProbe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Finds the stale keys of a server: as {@code cache.optimize} does, and as an administrator would,
 * with {@code redis-cli --scan} and {@code OBJECT IDLETIME} for each key. Both take turns and must
 * find the same number. Beside it, how long the GETs of an application take, on the idle server and
 * while we walk.
 */
@Command(
    name = "cache-scan",
    description = "Stale keys found, against redis-cli --scan with OBJECT IDLETIME.",
    mixinStandardHelpOptions = true)
public final class CacheScanBenchmark implements Callable<Integer> {
  private static final Duration LATENCY_LIMIT = Duration.ofMillis(2);

  @Option(names = "--rounds", description = "how many rounds (default: 5)")
  private int rounds = 5;

  @Option(names = "--keys", description = "keys on the server (default: 1000000)")
  private int keys = 1_000_000;

  @Option(names = "--seconds", description = "of GETs, idle and busy, in a round (default: 5)")
  private int seconds = 5;

  private final List<Double> ours = new ArrayList<>();
  private final List<Double> rival = new ArrayList<>();
  private final List<Double> ratio = new ArrayList<>();
  private final List<Double> addedP99 = new ArrayList<>();
  private final List<Double> idle = new ArrayList<>();
  private final List<Double> busy = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("rounds", rounds);
    settings.put("keys", keys);
    settings.put("seconds", seconds);
    Report report = new Report("cache-scan", Machine.here(Instant.now()), settings);
    long missed = 0;
    try (MeasuredRedis redis = MeasuredRedis.start(keys)) {
      long expected = keys / 4;
      missed += Math.abs(expected - scan(redis));
      for (int round = 0; round < rounds; round++) {
        missed += round(redis, expected);
      }
    }
    report.add(Figure.median("redis-cli, keys/s", rival, Goal.none()));
    report.add(Figure.median("cache.optimize's walk, keys/s", ours, Goal.none()));
    report.add(Figure.median("its ratio to redis-cli", ratio, Goal.atLeast(5)));
    report.add(Figure.quantile("GET on the idle server, p99, ms", 0.99, idle, Goal.none()));
    report.add(Figure.quantile("GET while it walks, p99, ms", 0.99, busy, Goal.none()));
    report.add(Figure.median("added to the p99 of a round, ms", addedP99, Goal.atMost(2)));
    report.add(Figure.quantile("GET while it walks, max, ms", 1, busy, Goal.atMost(20)));
    report.print(System.out);
    if (missed > 0) {
      System.err.printf("%d stale keys were missed or counted twice%n", missed);
      return 1;
    }
    return 0;
  }

  private long round(MeasuredRedis redis, long expected) throws Exception {
    long begun = System.nanoTime();
    long byRival = redis.staleByRedisCli();
    double rivalSeconds = (System.nanoTime() - begun) / 1e9;
    begun = System.nanoTime();
    long byUs = scan(redis);
    double ourSeconds = (System.nanoTime() - begun) / 1e9;
    rival.add(keys / rivalSeconds);
    ours.add(keys / ourSeconds);
    ratio.add(rivalSeconds / ourSeconds);

    var pause = new Pauses();
    List<Double> quiet = Gets.during(redis, seconds, () -> pause.pause(Duration.ofMillis(100)));
    List<Double> walked = Gets.during(redis, seconds, () -> scan(redis));
    idle.addAll(quiet);
    busy.addAll(walked);
    addedP99.add(p99(walked) - p99(quiet));
    return Math.abs(expected - byRival) + Math.abs(expected - byUs);
  }

  private static double p99(List<Double> latencies) {
    return Figure.quantile("p99", 0.99, latencies, Goal.none()).value();
  }

  /** As {@code find-stale-keys} does it. */
  private static long scan(MeasuredRedis redis) throws TargetProblem {
    try (CacheSession session = redis.open();
        CacheSession aside = redis.open()) {
      KeyScan scan =
          new KeyScan(
              session,
              new LatencyProbe(aside),
              Pace.ofQuestions(LATENCY_LIMIT),
              session.cache().component().keyspace(),
              (key, rule) ->
                  rule.flatMap(KeyRule::idleLimit).isPresent()
                      ? List.of(Call.of("OBJECT", "IDLETIME").with(key))
                      : List.of());
      long stale = 0;
      while (scan.hasMore()) {
        for (Look look : scan.next()) {
          stale += isStale(look) ? 1 : 0;
        }
      }
      return stale;
    }
  }

  private static boolean isStale(Look look) {
    return look.rule()
        .flatMap(KeyRule::idleLimit)
        .filter(limit -> Answers.number(look.answers().getFirst(), -1) >= limit.toSeconds())
        .isPresent();
  }
}
