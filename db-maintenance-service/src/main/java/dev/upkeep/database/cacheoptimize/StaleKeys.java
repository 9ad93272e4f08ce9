package dev.upkeep.database.cacheoptimize;

import dev.upkeep.database.keyspace.KeyScan;
import dev.upkeep.database.keyspace.Look;
import dev.upkeep.database.keyspace.Pace;
import dev.upkeep.system.keyspace.KeyRule;
import dev.upkeep.system.redis.Answers;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.Call;
import dev.upkeep.system.redis.LatencyProbe;
import java.time.Duration;
import java.util.List;

/** Which keys are stale: of class cache, and idle for longer than the limit of their pattern. */
final class StaleKeys {

  private StaleKeys() {}

  /** A walk that asks for the idle time of the keys that have a limit, and of no other. */
  static KeyScan scan(CacheSession session, LatencyProbe probe, Duration latencyLimit) {
    return new KeyScan(
        session,
        probe,
        Pace.ofQuestions(latencyLimit),
        session.cache().component().keyspace(),
        (key, rule) ->
            rule.flatMap(KeyRule::idleLimit).isPresent()
                ? List.of(Call.of("OBJECT", "IDLETIME").with(key))
                : List.of());
  }

  static boolean isStale(Look look) {
    return look.rule()
        .flatMap(KeyRule::idleLimit)
        .filter(
            limit ->
                !look.answers().isEmpty()
                    && Answers.number(look.answers().getFirst(), -1) >= limit.toSeconds())
        .isPresent();
  }
}
