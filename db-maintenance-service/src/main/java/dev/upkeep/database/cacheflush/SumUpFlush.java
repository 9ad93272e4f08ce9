package dev.upkeep.database.cacheflush;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.approval.Approval;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.LatencyProbe;
import dev.upkeep.system.redis.ServerInfo;
import dev.upkeep.system.redis.TargetCaches;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What people read first: how many keys of each class there were and are, and who said yes. */
final class SumUpFlush implements LookingStep {

  private static final List<String> TAKEN =
      List.of("removed-keys", "left-keys", "probe-p99", "probe-worst");

  private final TargetCaches caches;

  SumUpFlush(TargetCaches caches) {
    this.caches = caches;
  }

  @Override
  public String name() {
    return "sum-up";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(6);
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return caches.look(context, (session, probe) -> sumUp(context, session, probe));
  }

  private static StepOutcome sumUp(StepContext context, CacheSession session, LatencyProbe probe)
      throws Exception {
    KeyCounts before = CountKeys.in(context);
    KeyCounts after = KeyCounts.of(context, session, probe);
    var words = new TreeSet<String>(before.byClass().keySet());
    words.addAll(after.byClass().keySet());
    Map<String, Map<String, Object>> classes = new TreeMap<>();
    words.forEach(
        word ->
            classes.put(
                word, Map.of("keys-before", before.of(word), "keys-after", after.of(word))));
    Evidence sum =
        Evidence.of("emptied-database", session.cache().database())
            .with("key-classes", classes)
            .with("used-bytes", ServerInfo.of(session).countedBytes());
    Evidence removal = context.evidenceOf("remove-keys").orElse(Evidence.none());
    for (String name : TAKEN) {
      Object value = removal.values().get(name);
      if (value != null) {
        sum = sum.with(name, value);
      }
    }
    return StepOutcome.done(
        sum.and(
            Approval.of(context, AwaitApproval.NAME)
                .map(Approval::evidence)
                .orElse(Evidence.none())));
  }
}
