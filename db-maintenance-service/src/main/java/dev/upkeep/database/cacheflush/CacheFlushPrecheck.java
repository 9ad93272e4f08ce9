package dev.upkeep.database.cacheflush;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.database.keyspace.CacheRights;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.Call;
import dev.upkeep.system.redis.NeededRights.Needed;
import dev.upkeep.system.redis.ServerInfo;
import java.util.List;
import java.util.Optional;

/** Whether the database may be emptied at all, and can be with this account. */
final class CacheFlushPrecheck {

  private static final String NO_KEY = "upkeep:none";

  /** What it needs; the grant script has the same. The right to FLUSHDB is not among it. */
  static final List<Needed> NEEDED =
      List.of(
          new Needed("+ping", Call.of("PING")),
          new Needed("+info", Call.of("INFO")),
          new Needed("+dbsize", Call.of("DBSIZE")),
          new Needed("+scan", Call.of("SCAN", "0")),
          new Needed("+eval", Call.of("EVAL", "return 1", "0")),
          new Needed("+unlink", Call.of("UNLINK", NO_KEY)),
          new Needed("+persist", Call.of("PERSIST", NO_KEY)),
          new Needed("+expire", Call.of("EXPIRE", NO_KEY, "1")),
          new Needed("+hget", Call.of("HGET", NO_KEY, "a")),
          new Needed("+hset", Call.of("HSET", NO_KEY, "a", "b")),
          new Needed("+hincrby", Call.of("HINCRBY", NO_KEY, "a", "1")));

  private CacheFlushPrecheck() {}

  static Precheck of(CacheSession session, CacheFlushParameters parameters) throws TargetProblem {
    Optional<Refusal> refusal = Refusal.byContract(session.cache(), parameters.database());
    if (refusal.isPresent()) {
      return Precheck.fail(refusal.get().reason(), refusal.get().remedy());
    }
    Optional<Precheck> missing = CacheRights.missing(session, "cache.flush", NEEDED);
    if (missing.isPresent()) {
      return missing.get();
    }
    ServerInfo info = ServerInfo.of(session);
    return CacheRights.unsuitable(info)
        .or(() -> CacheRights.replica(session, info))
        .orElseGet(Precheck::go);
  }
}
