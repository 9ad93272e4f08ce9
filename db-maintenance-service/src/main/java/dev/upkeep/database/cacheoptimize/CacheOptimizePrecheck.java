package dev.upkeep.database.cacheoptimize;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.database.keyspace.CacheRights;
import dev.upkeep.system.RedisComponent;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.Call;
import dev.upkeep.system.redis.NeededRights;
import dev.upkeep.system.redis.NeededRights.Needed;
import dev.upkeep.system.redis.ServerInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the server can be worked on with this account. */
final class CacheOptimizePrecheck {

  private static final String NO_KEY = "upkeep:none";

  /** What changing keys needs beside looking; the grant script has the same. */
  static final List<Needed> CHANGING =
      List.of(
          new Needed("+eval", Call.of("EVAL", "return 1", "0")),
          new Needed("+exec", Call.of("PING")),
          new Needed("+watch", Call.of("WATCH", NO_KEY)),
          new Needed("+time", Call.of("TIME")),
          new Needed("+set", Call.of("SET", NO_KEY, "")),
          new Needed("+exists", Call.of("EXISTS", NO_KEY)),
          new Needed("+object|encoding", Call.of("OBJECT", "ENCODING", NO_KEY)),
          new Needed("+renamenx", Call.of("RENAMENX", NO_KEY, NO_KEY)),
          new Needed("+unlink", Call.of("UNLINK", NO_KEY)),
          new Needed("+persist", Call.of("PERSIST", NO_KEY)),
          new Needed("+expire", Call.of("EXPIRE", NO_KEY, "1")),
          new Needed("+pexpire", Call.of("PEXPIRE", NO_KEY, "1")),
          new Needed("+pexpireat", Call.of("PEXPIREAT", NO_KEY, "1")),
          new Needed("+hget", Call.of("HGET", NO_KEY, "a")),
          new Needed("+hmget", Call.of("HMGET", NO_KEY, "a")),
          new Needed("+hset", Call.of("HSET", NO_KEY, "a", "b")),
          new Needed("+hincrby", Call.of("HINCRBY", NO_KEY, "a", "1")));

  static final List<Needed> CONFIGURING =
      List.of(
          new Needed("+config|set", Call.of("CONFIG", "SET", "maxmemory", "1")),
          new Needed("+config|rewrite", Call.of("CONFIG", "REWRITE")));

  private CacheOptimizePrecheck() {}

  static Precheck of(CacheSession session, CacheOptimizeParameters parameters)
      throws TargetProblem {
    RedisComponent component = session.cache().component();
    List<Needed> needed = new ArrayList<>(CacheRights.LOOKING);
    needed.addAll(CHANGING);
    Optional<Precheck> missing = CacheRights.missing(session, "cache.optimize", needed);
    if (missing.isPresent()) {
      return missing.get();
    }
    ServerInfo info = ServerInfo.of(session);
    Optional<Precheck> unsuitable = CacheRights.unsuitable(info);
    if (unsuitable.isPresent()) {
      return unsuitable.get();
    }
    Optional<Precheck> replica = CacheRights.replica(session, info);
    if (replica.isPresent()) {
      return replica.get();
    }
    boolean sets =
        parameters.setsMemory()
            && (component.maxmemory().isPresent() || component.policy().isPresent());
    boolean removes = parameters.removes() && component.keyspace().hasIdleLimits();
    if (!sets && !removes && parameters.runToBringBack().isEmpty()) {
      return Precheck.skip(
          "The system file says neither maxmemory nor policy, and no idle limit of class cache");
    }
    return sets ? configurable(session, info, component) : Precheck.go();
  }

  private static Precheck configurable(
      CacheSession session, ServerInfo info, RedisComponent component) throws TargetProblem {
    Settings present = Settings.of(info);
    Settings wanted = present.changedBy(component);
    if (wanted.equals(present)) {
      return Precheck.go();
    }
    NeededRights.Found found = NeededRights.look(session, CONFIGURING);
    if (!found.missing().isEmpty()) {
      return Precheck.fail(
          "The account '%s' may not set what the system file says."
              .formatted(session.cache().account()),
          found.remedy(session.cache().account()) + " (or run with set-memory: false)");
    }
    if (!found.unknown().isEmpty()) {
      return Precheck.fail(
          "CONFIG is renamed or disabled on %s, so its settings cannot be changed from here."
              .formatted(session.cache().place()),
          "Write '%s' into its redis.conf and restart it, or run with set-memory: false"
              .formatted(wanted.asConfig()));
    }
    return Precheck.go();
  }
}
