package dev.upkeep.database.cacheoptimize;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Undoable;
import dev.upkeep.database.keyspace.KeyScan;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.ChangeRight;
import dev.upkeep.system.redis.LatencyProbe;
import dev.upkeep.system.redis.TargetCaches;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Moves stale keys into quarantine, where nobody finds them and they expire by and by. Whatever of
 * it is done when a worker dies stays done, and the next one goes on with what is left.
 */
final class QuarantineStaleKeys implements RepeatableStep, Undoable {

  private final TargetCaches caches;

  QuarantineStaleKeys(TargetCaches caches) {
    this.caches = caches;
  }

  @Override
  public String name() {
    return "quarantine-stale-keys";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(6);
  }

  private static long found(StepContext context) {
    return context
        .evidenceOf("find-stale-keys")
        .map(evidence -> evidence.values().get("stale-keys"))
        .map(count -> Long.parseLong(count.toString()))
        .orElse(0L);
  }

  @Override
  public Plan plan(StepContext context) {
    long found = found(context);
    return new Plan(
        "Would move %d keys into quarantine for %s"
            .formatted(found, context.parameters(CacheOptimizeParameters.class).quarantine()),
        Evidence.of("stale-keys", found));
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    if (found(context) == 0) {
      return StepOutcome.skipped("No key is stale");
    }
    return caches.change(
        context, (session, probe, right) -> quarantine(context, session, probe, right));
  }

  private static StepOutcome quarantine(
      StepContext context, CacheSession session, LatencyProbe probe, ChangeRight right)
      throws Exception {
    CacheOptimizeParameters parameters = context.parameters(CacheOptimizeParameters.class);
    // Another policy may have been set since they were counted, perhaps by this very run.
    Optional<String> unknown = IdleTimes.unknown(session, parameters.replicasServeNoReads());
    if (unknown.isPresent()) {
      return StepOutcome.skipped(unknown.get());
    }
    UUID run = context.run().taskRunId();
    long expected = Math.max(1, found(context));
    var quarantine = new Quarantine(context, session, probe, right, parameters.limit());
    KeyScan scan = StaleKeys.scan(session, probe, parameters.limit());
    long[] sums = new long[4];
    while (scan.hasMore()) {
      long[] of =
          quarantine.move(
              run,
              scan.next().stream().filter(StaleKeys::isStale).toList(),
              parameters.quarantineTime());
      for (int i = 0; i < sums.length; i++) {
        sums[i] += of[i];
      }
      context.safePoint("between-batches");
      context.progress(
          Math.min(1, (double) sums[0] / expected), "moved %d keys".formatted(sums[0]));
    }
    return StepOutcome.done(
        Evidence.of("quarantined-keys", Math.max(sums[0], Quarantine.moved(session, run)))
            .with("used-again-keys", sums[1])
            .with("gone-keys", sums[2])
            .with("expiring-keys", sums[3])
            .with(
                "can-be-brought-back-until",
                context.clock().instant().plus(parameters.quarantineTime()))
            .with("bring-back", run)
            .with("probe-p99", millis(probe.p99()))
            .with("probe-worst", millis(probe.worst())));
  }

  private static String millis(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos(), 6).setScale(2, RoundingMode.HALF_UP) + " ms";
  }

  @Override
  public StepOutcome undo(StepContext context) throws Exception {
    return caches.change(
        context,
        (session, probe, right) ->
            BringBackKeys.bringBack(context, session, probe, right, context.run().taskRunId()));
  }
}
