package dev.upkeep.database.cacheoptimize;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.keyspace.KeyScan;
import dev.upkeep.database.keyspace.Look;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.keyspace.KeyRule;
import dev.upkeep.system.redis.Answers;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.Call;
import dev.upkeep.system.redis.LatencyProbe;
import dev.upkeep.system.redis.TargetCaches;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts what would be removed, and stops the run if it is more than one run may remove. */
final class FindStaleKeys implements LookingStep {

  /** Below this many keys the share says nothing. */
  private static final long FEW = 1_000;

  /** Of so many stale keys in a batch the size is asked; the others are taken to be alike. */
  private static final int WEIGHED = 10;

  private final TargetCaches caches;

  FindStaleKeys(TargetCaches caches) {
    this.caches = caches;
  }

  private static final class Count {
    private long keys;
    private long stale;
    private long weighed;
    private long weighedBytes;

    Map<String, Object> row(String pattern) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("pattern", pattern);
      row.put("keys", keys);
      row.put("stale", stale);
      row.put("estimated-bytes", weighed == 0 ? 0 : weighedBytes / weighed * stale);
      return row;
    }
  }

  @Override
  public String name() {
    return "find-stale-keys";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(6);
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    CacheOptimizeParameters parameters = context.parameters(CacheOptimizeParameters.class);
    if (!parameters.removes()) {
      return StepOutcome.skipped("remove-stale is false");
    }
    return caches.look(
        context,
        (session, probe) -> {
          Optional<String> unknown = IdleTimes.unknown(session, parameters.replicasServeNoReads());
          return unknown.isPresent()
              ? StepOutcome.skipped(unknown.get())
              : find(context, session, probe, parameters);
        });
  }

  private static StepOutcome find(
      StepContext context,
      CacheSession session,
      LatencyProbe probe,
      CacheOptimizeParameters parameters)
      throws Exception {
    Map<String, Count> counts = new TreeMap<>();
    KeyScan scan = StaleKeys.scan(session, probe, parameters.limit());
    long all = Answers.number(session.ask(Call.of("DBSIZE")), 0);
    while (scan.hasMore()) {
      List<Look> weighed = new java.util.ArrayList<>();
      for (Look look : scan.next()) {
        if (look.rule().flatMap(KeyRule::idleLimit).isEmpty()) {
          continue;
        }
        Count count = counts.computeIfAbsent(pattern(look), p -> new Count());
        count.keys++;
        if (StaleKeys.isStale(look)) {
          count.stale++;
          if (weighed.size() < WEIGHED) {
            weighed.add(look);
          }
        }
      }
      weigh(session, weighed, counts);
      context.safePoint("between-batches");
      context.progress(
          Math.min(1, (double) scan.seen() / Math.max(1, all)),
          "looked at %d of %d keys".formatted(scan.seen(), all));
    }
    return judged(counts, scan.seen(), parameters);
  }

  private static String pattern(Look look) {
    return look.rule().orElseThrow().pattern().toString();
  }

  private static void weigh(CacheSession session, List<Look> looks, Map<String, Count> counts)
      throws Exception {
    for (Look look : looks) {
      session.send(Call.of("MEMORY", "USAGE").with(look.key()));
    }
    List<?> sizes = session.receive(looks.size());
    for (int i = 0; i < looks.size(); i++) {
      long bytes = Answers.number(sizes.get(i), -1);
      Count count = counts.get(pattern(looks.get(i)));
      if (bytes >= 0 && count != null) {
        count.weighed++;
        count.weighedBytes += bytes;
      }
    }
  }

  private static StepOutcome judged(
      Map<String, Count> counts, long seen, CacheOptimizeParameters parameters) {
    long keys = counts.values().stream().mapToLong(c -> c.keys).sum();
    long stale = counts.values().stream().mapToLong(c -> c.stale).sum();
    if (stale > FEW && stale > keys * parameters.mostRemoved().asFraction()) {
      return StepOutcome.failed(
          "%d of %d keys with an idle limit are stale, and one run may remove %s. Nothing was changed."
              .formatted(stale, keys, parameters.mostRemoved()),
          "Look whether the idle limits are right; if they are, run again with a larger"
              + " remove-at-most");
    }
    return StepOutcome.done(
        Evidence.of("keys-looked-at", seen)
            .with("stale-keys", stale)
            .with(
                "patterns",
                counts.entrySet().stream().map(e -> e.getValue().row(e.getKey())).toList()));
  }
}
