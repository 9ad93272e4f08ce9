package dev.upkeep.database.keyspace;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.Call;
import dev.upkeep.system.redis.NeededRights;
import dev.upkeep.system.redis.NeededRights.Needed;
import dev.upkeep.system.redis.ServerInfo;
import java.util.List;
import java.util.Optional;

/** Whether a server is one that the cache tasks can work on, with this account. */
public final class CacheRights {

  private static final String NO_KEY = "upkeep:none";

  /** What looking needs; the grant scripts have the same. */
  public static final List<Needed> LOOKING =
      List.of(
          new Needed("+ping", Call.of("PING")),
          new Needed("+info", Call.of("INFO")),
          new Needed("+dbsize", Call.of("DBSIZE")),
          new Needed("+scan", Call.of("SCAN", "0")),
          new Needed("+type", Call.of("TYPE", NO_KEY)),
          new Needed("+pttl", Call.of("PTTL", NO_KEY)),
          new Needed("+object|idletime", Call.of("OBJECT", "IDLETIME", NO_KEY)),
          new Needed("+object|freq", Call.of("OBJECT", "FREQ", NO_KEY)),
          new Needed("+memory|usage", Call.of("MEMORY", "USAGE", NO_KEY)));

  private CacheRights() {}

  /** What speaks against working on a server of this kind; none if nothing does. */
  public static Optional<Precheck> unsuitable(ServerInfo info) {
    if (!info.atLeast(6, 2)) {
      return Optional.of(
          Precheck.fail(
              "The server is Redis %s.".formatted(info.text("redis_version")),
              "Upgrade it to 6.2 or later"));
    }
    if (info.number("cluster_enabled") == 1 || info.text("redis_mode").equals("cluster")) {
      return Optional.of(
          Precheck.fail(
              "The server is a node of a cluster, which has its keys on other nodes too.",
              "Clusters are not looked after in this release; nothing was changed"));
    }
    if (info.text("redis_mode").equals("sentinel")) {
      return Optional.of(
          Precheck.fail(
              "The address is that of a Sentinel and not of a server with keys.",
              "Put the address of the primary into the system file"));
    }
    return Optional.empty();
  }

  /** Why nothing can be written there; none for a primary. */
  public static Optional<Precheck> replica(CacheSession session, ServerInfo info) {
    return info.text("role").equals("slave")
        ? Optional.of(
            Precheck.fail(
                "%s is a replica of %s:%s and takes no writes."
                    .formatted(
                        session.cache().place(),
                        info.text("master_host"),
                        info.text("master_port")),
                "Put the address of the primary into the system file"))
        : Optional.empty();
  }

  /** What the account lacks, as the answer of a precheck; none if it lacks nothing. */
  public static Optional<Precheck> missing(CacheSession session, String task, List<Needed> needed)
      throws TargetProblem {
    NeededRights.Found found = NeededRights.look(session, needed);
    if (!found.missing().isEmpty()) {
      return Optional.of(
          Precheck.fail(
              "The account '%s' may not do what %s needs."
                  .formatted(session.cache().account(), task),
              found.remedy(session.cache().account())));
    }
    if (!found.unknown().isEmpty()) {
      return Optional.of(
          Precheck.fail(
              "%s does not know %s: renamed or disabled by rename-command."
                  .formatted(
                      session.cache().place(),
                      String.join(", ", found.unknown()).replace("+", "").replace('|', ' ')),
              "Give the commands their names back, and keep others from them by ACL"));
    }
    return Optional.empty();
  }
}
