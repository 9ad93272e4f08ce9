package dev.upkeep.database.cachereview;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.amount.ByteSize;
import dev.upkeep.system.redis.ServerInfo;
import dev.upkeep.system.redis.TargetCaches;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/** Reads what the server says of itself and judges it against the system file. */
final class ReadServer implements LookingStep {

  private final TargetCaches caches;

  ReadServer(TargetCaches caches) {
    this.caches = caches;
  }

  @Override
  public String name() {
    return "read-server";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return caches.look(
        context,
        (session, probe) -> {
          ServerInfo info = ServerInfo.of(session);
          ServerFindings.KINDS.forEach(context::looksFor);
          ServerFindings.of(info, session.cache().component(), context.clock().instant())
              .forEach(context::found);
          return StepOutcome.done(evidence(info));
        });
  }

  private static Evidence evidence(ServerInfo info) {
    Evidence evidence =
        Evidence.of("server", "Redis " + info.text("redis_version"))
            .with("role", role(info))
            .with("up-seconds", info.number("uptime_in_seconds"))
            .with("used-bytes", info.number("used_memory"))
            .with("peak-bytes", info.number("used_memory_peak"))
            .with("resident-bytes", info.number("used_memory_rss"))
            .with("maxmemory", maxmemory(info))
            .with("policy", info.text("maxmemory_policy"))
            .with("host-memory-bytes", info.number("total_system_memory"))
            .with("fragmentation", decimal(info.fraction("mem_fragmentation_ratio")))
            .with("keys", info.keysByDatabase().values().stream().mapToLong(k -> k).sum())
            .with("expired-keys", info.number("expired_keys"))
            .with("evicted-keys", info.number("evicted_keys"))
            .with("clients", info.number("connected_clients"))
            .with("blocked-clients", info.number("blocked_clients"))
            .with("rejected-connections", info.number("rejected_connections"))
            .with("operations-per-second", info.number("instantaneous_ops_per_sec"))
            .with("persistence", persistence(info));
    long lookups = info.number("keyspace_hits") + info.number("keyspace_misses");
    return lookups == 0
        ? evidence
        : evidence.with("hit-rate-percent", percent(info.number("keyspace_hits"), lookups));
  }

  private static String role(ServerInfo info) {
    return info.text("role").equals("slave")
        ? "replica of %s:%s".formatted(info.text("master_host"), info.text("master_port"))
        : "primary with %d replicas".formatted(info.number("connected_slaves"));
  }

  private static String maxmemory(ServerInfo info) {
    return info.number("maxmemory") == 0 ? "no limit" : ByteSize.print(info.number("maxmemory"));
  }

  private static String persistence(ServerInfo info) {
    long saved = info.number("rdb_last_save_time");
    return "%s; last snapshot %s (%s)"
        .formatted(
            info.number("aof_enabled") == 1
                ? "append-only file (last write %s)".formatted(info.text("aof_last_write_status"))
                : "no append-only file",
            saved == 0 ? "never" : Instant.ofEpochSecond(saved),
            info.text("rdb_last_bgsave_status"));
  }

  static BigDecimal percent(long part, long whole) {
    return whole == 0 ? BigDecimal.ZERO : decimal(100.0 * part / whole);
  }

  static BigDecimal decimal(double value) {
    return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
  }
}
