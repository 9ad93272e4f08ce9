package dev.upkeep.database.cachereview;

import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.RedisComponent;
import dev.upkeep.system.amount.ByteSize;
import dev.upkeep.system.keyspace.EvictionPolicy;
import dev.upkeep.system.redis.ServerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with a server, judged by its own figures and by the system file. */
final class ServerFindings {

  static final String MEMORY = "cache.memory-full";
  static final String NO_LIMIT = "cache.no-memory-limit";
  static final String ABOVE_HOST = "cache.memory-limit-above-host";
  static final String POLICY = "cache.unsafe-policy";
  static final String EVICTIONS = "cache.evictions";
  static final String FRAGMENTATION = "cache.fragmentation";
  static final String HIT_RATE = "cache.low-hit-rate";
  static final String CLIENTS = "cache.clients";
  static final String PERSISTENCE = "cache.persistence";
  static final String SETTINGS = "cache.settings-differ";

  static final List<String> KINDS =
      List.of(
          MEMORY,
          NO_LIMIT,
          ABOVE_HOST,
          POLICY,
          EVICTIONS,
          FRAGMENTATION,
          HIT_RATE,
          CLIENTS,
          PERSISTENCE,
          SETTINGS);

  private static final int FULL_PERCENT = 90;
  private static final int OF_HOST_PERCENT = 75;
  private static final double MUCH_FRAGMENTATION = 1.5;

  /** Below this fragmentation is noise: a small server is mostly the program itself. */
  private static final long FRAGMENTED_BYTES = 100L << 20;

  private static final int LOW_HIT_PERCENT = 50;
  private static final long ENOUGH_LOOKUPS = 10_000;
  private static final int MANY_CLIENTS_PERCENT = 80;
  private static final Duration UNSAVED = Duration.ofDays(1);

  private final ServerInfo info;
  private final RedisComponent component;
  private final Instant now;
  private final List<Sighting> found = new ArrayList<>();

  private ServerFindings(ServerInfo info, RedisComponent component, Instant now) {
    this.info = info;
    this.component = component;
    this.now = now;
  }

  static List<Sighting> of(ServerInfo info, RedisComponent component, Instant now) {
    var findings = new ServerFindings(info, component, now);
    findings.memory();
    findings.policy();
    findings.fragmentation();
    findings.hitRate();
    findings.clients();
    findings.persistence();
    findings.settings();
    return List.copyOf(findings.found);
  }

  private void add(String kind, Severity severity, String title, String remedy, Evidence evidence) {
    found.add(new Sighting(kind, "server", severity, title, remedy, evidence));
  }

  private void memory() {
    long maxmemory = info.number("maxmemory");
    long host = info.number("total_system_memory");
    if (maxmemory == 0) {
      add(
          NO_LIMIT,
          Severity.WARNING,
          "The memory of the cache has no limit",
          "Write 'maxmemory' into the system file and run cache.optimize; without a limit the"
              + " kernel ends the server when memory runs out",
          Evidence.of("used-bytes", info.number("used_memory")).with("host-memory-bytes", host));
      return;
    }
    long used = info.countedBytes();
    if (used * 100 >= maxmemory * FULL_PERCENT) {
      boolean refuses = info.policy().filter(p -> p == EvictionPolicy.NOEVICTION).isPresent();
      add(
          MEMORY,
          refuses ? Severity.CRITICAL : Severity.WARNING,
          refuses
              ? "The cache is nearly full and will refuse writes"
              : "The cache is nearly full and evicts keys",
          "Remove stale keys with cache.optimize, or raise 'maxmemory'",
          Evidence.of("used-bytes", used).with("maxmemory-bytes", maxmemory));
    }
    if (host > 0 && maxmemory * 100 > host * OF_HOST_PERCENT) {
      add(
          ABOVE_HOST,
          Severity.HIGH,
          "maxmemory is more than %d %% of the host's memory".formatted(OF_HOST_PERCENT),
          "Lower 'maxmemory': a snapshot may need as much again. A container's own limit is not"
              + " known to Redis; compare it too",
          Evidence.of("maxmemory-bytes", maxmemory).with("host-memory-bytes", host));
    }
  }

  private void policy() {
    Optional<String> broken = info.policy().flatMap(component.keyspace()::brokenBy);
    broken.ifPresent(
        why ->
            add(
                POLICY,
                Severity.HIGH,
                "The eviction policy breaks the contract of the keys: " + why,
                "Set 'policy: noeviction' by cache.optimize, or move the cache to a server of its"
                    + " own",
                Evidence.of("policy", info.text("maxmemory_policy"))
                    .with("protected", component.keyspace().protectedClasses())));
    long evicted = info.number("evicted_keys");
    if (evicted > 0) {
      add(
          EVICTIONS,
          broken.isPresent() ? Severity.HIGH : Severity.INFO,
          broken.isPresent()
              ? "The server evicts keys, protected ones among them"
              : "The server evicts keys",
          "Compare 'maxmemory' with what the application needs",
          Evidence.of("evicted-keys", evicted)
              .with("up-seconds", info.number("uptime_in_seconds")));
    }
  }

  private void fragmentation() {
    double ratio = info.fraction("mem_fragmentation_ratio");
    long wasted = info.number("used_memory_rss") - info.number("used_memory");
    if (ratio > MUCH_FRAGMENTATION && wasted > FRAGMENTED_BYTES) {
      add(
          FRAGMENTATION,
          Severity.WARNING,
          "The server holds %s more memory than its data take".formatted(ByteSize.print(wasted)),
          "CONFIG SET activedefrag yes, where the server was built with jemalloc, or restart it",
          Evidence.of("fragmentation", ReadServer.decimal(ratio)).with("wasted-bytes", wasted));
    }
  }

  private void hitRate() {
    long hits = info.number("keyspace_hits");
    long lookups = hits + info.number("keyspace_misses");
    if (lookups >= ENOUGH_LOOKUPS && hits * 100 < lookups * LOW_HIT_PERCENT) {
      add(
          HIT_RATE,
          Severity.WARNING,
          "Fewer than half of the keys that are asked for are there",
          "Look whether times to live are too short, or keys are evicted before they are used",
          Evidence.of("hit-rate-percent", ReadServer.percent(hits, lookups))
              .with("lookups", lookups));
    }
  }

  private void clients() {
    long clients = info.number("connected_clients");
    long allowed = info.number("maxclients");
    long rejected = info.number("rejected_connections");
    if (rejected > 0 || (allowed > 0 && clients * 100 >= allowed * MANY_CLIENTS_PERCENT)) {
      add(
          CLIENTS,
          rejected > 0 ? Severity.HIGH : Severity.WARNING,
          rejected > 0
              ? "The server has turned connections away"
              : "The server has nearly as many clients as it allows",
          "Raise maxclients, or look for a pool that leaks connections",
          Evidence.of("clients", clients)
              .with("clients-allowed", allowed)
              .with("rejected-connections", rejected));
    }
  }

  private void persistence() {
    boolean appends = info.number("aof_enabled") == 1;
    // Of a server that never saved this is when it started.
    Instant lastSnapshot = Instant.ofEpochSecond(info.number("rdb_last_save_time"));
    if (info.text("rdb_last_bgsave_status").equals("err")
        || (appends && info.text("aof_last_write_status").equals("err"))) {
      add(
          PERSISTENCE,
          Severity.CRITICAL,
          "The server cannot write its data to disk",
          "Look at the disk and at the server's log",
          Evidence.of("snapshot", info.text("rdb_last_bgsave_status"))
              .with("append-only-file", info.text("aof_last_write_status")));
    } else if (!appends
        && info.number("rdb_changes_since_last_save") > 0
        && Duration.between(lastSnapshot, now).compareTo(UNSAVED) > 0
        && component.keyspace().protectedClasses().contains("queue")) {
      add(
          PERSISTENCE,
          Severity.WARNING,
          "Queues live in a server that has written nothing to disk for more than a day",
          "Switch the append-only file on, or a restart loses the work that waits",
          Evidence.of("changes-since-snapshot", info.number("rdb_changes_since_last_save"))
              .with("last-snapshot", lastSnapshot));
    }
  }

  private void settings() {
    List<String> differ = new ArrayList<>();
    component
        .maxmemory()
        .filter(wanted -> wanted.bytes() != info.number("maxmemory"))
        .ifPresent(
            wanted ->
                differ.add(
                    "maxmemory is %d bytes and not %s"
                        .formatted(info.number("maxmemory"), wanted.written())));
    component
        .policy()
        .filter(wanted -> !wanted.word().equals(info.text("maxmemory_policy")))
        .ifPresent(
            wanted ->
                differ.add(
                    "maxmemory-policy is %s and not %s"
                        .formatted(info.text("maxmemory_policy"), wanted.word())));
    if (!differ.isEmpty()) {
      add(
          SETTINGS,
          Severity.WARNING,
          "The server's settings are not those of the system file",
          "Run cache.optimize, or correct the system file",
          Evidence.of("differences", differ));
    }
  }
}
