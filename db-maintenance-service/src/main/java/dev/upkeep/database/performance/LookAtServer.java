package dev.upkeep.database.performance;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What the server says of itself, as far as an application feels it; sums since its start. */
final class LookAtServer implements LookingStep {

  static final String CONNECTIONS = "database.connections-near-limit";
  static final String BUFFER_POOL = "database.buffer-pool-misses";

  private static final double NEAR_LIMIT = 85;
  private static final double ENOUGH_HITS = 95;

  /** Of fewer reads than these no share is worth a word. */
  private static final long MANY_READS = 1_000_000;

  private final TargetDatabases databases;

  LookAtServer(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return "look-at-server";
  }

  static Duration uptime(TargetSession session) {
    return Duration.ofSeconds(status(session).getOrDefault("uptime", 0L));
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    context.looksFor(CONNECTIONS);
    context.looksFor(BUFFER_POOL);
    return databases.look(context, session -> look(context, session));
  }

  private static StepOutcome look(StepContext context, TargetSession session) {
    Map<String, Long> status = status(session);
    long limit = session.sql("SELECT @@max_connections").query(Long.class).single();
    long pool = session.sql("SELECT @@innodb_buffer_pool_size").query(Long.class).single();
    long requests = status.getOrDefault("innodb_buffer_pool_read_requests", 0L);
    long misses = status.getOrDefault("innodb_buffer_pool_reads", 0L);
    double hits = 100 - share(misses, requests);
    double used = share(status.getOrDefault("max_used_connections", 0L), limit);
    long lockWaits = status.getOrDefault("innodb_row_lock_waits", 0L);
    Evidence evidence =
        Evidence.of("server-up", Duration.ofSeconds(status.getOrDefault("uptime", 0L)))
            .with("buffer-pool-bytes", pool)
            .with("buffer-pool-hits-percent", hits)
            .with("threads-running", status.getOrDefault("threads_running", 0L))
            .with("most-connections", status.getOrDefault("max_used_connections", 0L))
            .with("connections-percent", used)
            .with(
                "temporary-tables-on-disk-percent",
                share(
                    status.getOrDefault("created_tmp_disk_tables", 0L),
                    status.getOrDefault("created_tmp_tables", 0L)))
            .with("row-lock-waits", lockWaits)
            .with(
                "row-lock-wait-ms",
                lockWaits == 0 ? 0 : status.getOrDefault("innodb_row_lock_time", 0L) / lockWaits)
            .with("aborted-connects", status.getOrDefault("aborted_connects", 0L));
    if (used >= NEAR_LIMIT) {
      context.found(
          new Sighting(
              CONNECTIONS,
              "server",
              Severity.HIGH,
              "The server has had %s %% of its connections in use".formatted(used),
              "Look for connections that are not given back, or raise max_connections above "
                  + limit,
              evidence));
    }
    if (requests > MANY_READS && hits < ENOUGH_HITS) {
      context.found(
          new Sighting(
              BUFFER_POOL,
              "server",
              Severity.WARNING,
              "%s %% of page reads go to the disk".formatted(round(100 - hits)),
              "Give innodb_buffer_pool_size more than %d MiB if the machine has the memory"
                  .formatted(pool >> 20),
              evidence));
    }
    return StepOutcome.done(evidence);
  }

  private static Map<String, Long> status(TargetSession session) {
    Map<String, Long> status = new HashMap<>();
    session
        .sql(
            """
            SELECT VARIABLE_NAME, VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS
             WHERE VARIABLE_NAME IN ('UPTIME', 'THREADS_RUNNING', 'MAX_USED_CONNECTIONS',
                   'INNODB_BUFFER_POOL_READS', 'INNODB_BUFFER_POOL_READ_REQUESTS',
                   'CREATED_TMP_TABLES', 'CREATED_TMP_DISK_TABLES', 'INNODB_ROW_LOCK_WAITS',
                   'INNODB_ROW_LOCK_TIME', 'ABORTED_CONNECTS')
            """)
        .query(
            row -> {
              status.put(
                  row.getString("VARIABLE_NAME").toLowerCase(Locale.ROOT),
                  row.getLong("VARIABLE_VALUE"));
            });
    return status;
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : round(100.0 * part / whole);
  }

  private static double round(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
