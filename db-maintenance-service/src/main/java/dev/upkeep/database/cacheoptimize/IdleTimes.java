package dev.upkeep.database.cacheoptimize;

import dev.upkeep.system.RedisComponent;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.keyspace.EvictionPolicy;
import dev.upkeep.system.keyspace.KeyRule;
import dev.upkeep.system.redis.Answers;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.Call;
import dev.upkeep.system.redis.ChangeRight;
import dev.upkeep.system.redis.ServerInfo;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether the server's idle times say what they seem to say.
 *
 * <p>A server whose policy counts use keeps that count where others keep the idle time, and does
 * not clear it when the policy changes: a key may then seem idle for months. Only what nobody asked
 * for since the change counts, so the change is noted in a key of Upkeep's own.
 */
final class IdleTimes {

  private static final String SINCE = ChangeRight.OWN_PREFIX + "idle-times-since";

  /** Longer than Redis's idle times can be. */
  private static final Duration KEPT = Duration.ofDays(200);

  private IdleTimes() {}

  /** Notes that they begin now. The value is worthless; how old it is, is told by what is left. */
  static Call sinceNow() {
    return Call.of("SET", SINCE, "here", "EX", String.valueOf(KEPT.toSeconds()));
  }

  /** Why no key can be called stale; none if keys can be. */
  static Optional<String> unknown(CacheSession session, boolean replicasServeNoReads)
      throws TargetProblem {
    RedisComponent component = session.cache().component();
    ServerInfo info = ServerInfo.of(session);
    if (!component.keyspace().hasIdleLimits()) {
      return Optional.of("The contract has no idle limit");
    }
    if (info.policy().filter(EvictionPolicy::countsUse).isPresent()) {
      return Optional.of(
          "With the policy '%s' the server counts use and knows no idle times"
              .formatted(info.text("maxmemory_policy")));
    }
    if (info.number("connected_slaves") > 0 && !replicasServeNoReads) {
      return Optional.of(
          "%d replicas are connected, and what is read there does not count in the primary's idle times; if nothing is, say replicas-serve-no-reads: true"
              .formatted(info.number("connected_slaves")));
    }
    Duration longest = longestLimit(component);
    if (!info.atLeast(7, 0)
        && info.policy().filter(EvictionPolicy::ordersByUse).isPresent()
        && info.number("uptime_in_seconds") < longest.toSeconds()) {
      return Optional.of(
          "Redis before 7.0 may restore wrong idle times from a snapshot that was written under the policy '%s'; they will be true when it has been up for %d days"
              .formatted(info.text("maxmemory_policy"), longest.toDays() + 1));
    }
    long left = Answers.number(session.ask(Call.of("PTTL", SINCE)), -2);
    if (left > 0) {
      Duration since = KEPT.minusMillis(left);
      if (since.compareTo(longest) < 0) {
        return Optional.of(
            "Until %d s ago the server counted use, so its idle times are not yet true; they will be after %d days"
                .formatted(since.toSeconds(), longest.minus(since).toDays() + 1));
      }
    }
    return Optional.empty();
  }

  private static Duration longestLimit(RedisComponent component) {
    return component.keyspace().rules().stream()
        .map(KeyRule::idleLimit)
        .flatMap(Optional::stream)
        .max(Duration::compareTo)
        .orElseThrow();
  }
}
