package dev.upkeep.database.cacheflush;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.LatencyProbe;
import dev.upkeep.system.redis.ServerInfo;
import dev.upkeep.system.redis.TargetCaches;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts what would be removed: that is what approval will be about. */
final class CountKeys implements LookingStep {

  private static final String REMEMBERED = "counts";

  private final TargetCaches caches;

  CountKeys(TargetCaches caches) {
    this.caches = caches;
  }

  /** What was there when it was counted. */
  static KeyCounts in(StepContext context) {
    return context.recall(REMEMBERED, KeyCounts.class).orElseThrow();
  }

  @Override
  public String name() {
    return "count-keys";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(6);
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return caches.look(context, (session, probe) -> count(context, session, probe));
  }

  private static StepOutcome count(StepContext context, CacheSession session, LatencyProbe probe)
      throws Exception {
    KeyCounts counts = KeyCounts.of(context, session, probe);
    Optional<Refusal> refusal = Refusal.byKeys(session.cache(), counts);
    if (refusal.isPresent()) {
      return StepOutcome.failed(refusal.get().reason(), refusal.get().remedy());
    }
    context.remember(REMEMBERED, counts);
    Map<String, Map<String, Object>> classes = new TreeMap<>();
    counts.byClass().forEach((word, keys) -> classes.put(word, Map.of("keys", keys)));
    return StepOutcome.done(
        Evidence.of("emptied-database", session.cache().database())
            .with("key-classes", classes)
            .with("used-bytes", ServerInfo.of(session).countedBytes()));
  }
}
