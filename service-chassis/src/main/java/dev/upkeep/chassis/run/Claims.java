package dev.upkeep.chassis.run;

import dev.upkeep.chassis.database.Columns;
import dev.upkeep.chassis.database.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who works on what: gives runs to workers, one worker to a run, and one run to a component unless
 * all of them only read. Leases are on the database's clock, so that no host's clock matters.
 */
final class Claims {
  static final String CLAIMABLE =
      """
      SELECT r.*
        FROM task_run r FORCE INDEX (claimable)
       WHERE r.claimable_at <= utc_timestamp(6)
         AND ((r.kind, COALESCE(r.steps_version, 0)) IN (:mine)
              OR r.claimable_at <= utc_timestamp(6) - INTERVAL :leftToOthers MICROSECOND)
         AND (r.state = 'RUNNING' OR r.start_before > :now)
         AND (r.holds_component
              OR NOT EXISTS (SELECT 1
                               FROM component_claim c
                              WHERE c.system_name = r.system_name AND c.component = r.component
                                AND (c.writer IS NOT NULL OR (c.readers > 0 AND r.access = 'WRITES'))))
       ORDER BY r.claimable_at
       LIMIT :limit
         FOR UPDATE SKIP LOCKED
      """;

  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final List<Object[]> mine;
  private final Duration leftToOthers;

  /**
   * Claims for a worker that knows these tasks.
   *
   * @param leftToOthers how long a run of a task, or of a version of its list of steps, that is not
   *     among them is left to workers of another version, as in an upgrade; then it is claimed all
   *     the same, so that somebody says what is wrong
   */
  Claims(JdbcClient jdbc, Transactions transactions, Tasks tasks, Duration leftToOthers) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.mine = tasks.kindsAndVersions();
    this.leftToOthers = leftToOthers;
  }

  /**
   * A run that was claimed.
   *
   * @param lostBy the worker that never gave it back; null where it was free
   */
  record Claimed(TaskRun run, @Nullable String lostBy) {
    boolean takenOver() {
      return lostBy != null;
    }
  }

  /** Claims up to so many runs for this worker, those that wait longest first. */
  List<Claimed> claim(int limit, String owner, Duration lease, Instant now) {
    return transactions.inTransaction(
        () -> {
          List<Claimed> claimed = new ArrayList<>();
          for (TaskRun run : claimable(limit, now)) {
            if (claimsComponent(run)) {
              claimed.add(take(run, owner, lease));
            }
          }
          return claimed;
        });
  }

  private List<TaskRun> claimable(int limit, Instant now) {
    return jdbc.sql(CLAIMABLE)
        .param("mine", mine)
        .param("leftToOthers", leftToOthers.toNanos() / 1000)
        .param("limit", limit)
        .param("now", Columns.of(now))
        .query(TaskRuns::read)
        .list();
  }

  private boolean claimsComponent(TaskRun run) {
    if (holdsComponent(run.id())) {
      return true;
    }
    jdbc.sql(
            """
            INSERT IGNORE INTO component_claim (system_name, component) VALUES (:system, :component)
            """)
        .param("system", run.ref().system())
        .param("component", run.ref().component())
        .update();
    return jdbc.sql(
                """
                UPDATE component_claim c JOIN task_run r ON r.run_id = :id
                   SET c.writer = IF(r.access = 'WRITES', r.run_id, NULL),
                       c.readers = c.readers + IF(r.access = 'READS', 1, 0),
                       r.holds_component = TRUE
                 WHERE c.system_name = r.system_name AND c.component = r.component
                   AND c.writer IS NULL AND (c.readers = 0 OR r.access = 'READS')
                """)
            .param("id", run.id().toString())
            .update()
        > 0;
  }

  private boolean holdsComponent(UUID id) {
    return jdbc.sql("SELECT holds_component FROM task_run WHERE run_id = :id")
        .param("id", id.toString())
        .query(Boolean.class)
        .single();
  }

  private Claimed take(TaskRun run, String owner, Duration lease) {
    String lostBy = run.owner();
    jdbc.sql(
            """
            UPDATE task_run
               SET owner = :owner, fence = fence + 1, crashes = crashes + :crashed,
                   claimable_at = utc_timestamp(6) + INTERVAL :lease MICROSECOND
             WHERE run_id = :id
            """)
        .param("owner", owner)
        .param("crashed", lostBy == null ? 0 : 1)
        .param("lease", lease.toNanos() / 1000)
        .param("id", run.id().toString())
        .update();
    TaskRun mine =
        jdbc.sql("SELECT * FROM task_run WHERE run_id = :id")
            .param("id", run.id().toString())
            .query(TaskRuns::read)
            .single();
    return new Claimed(mine, lostBy);
  }

  /**
   * Lets runs of this host's dead processes be claimed at once instead of when their leases end.
   *
   * @return how many
   */
  int releaseThoseOfDeadWorkers() {
    return transactions.inTransaction(
        () ->
            owners().stream()
                .filter(
                    owner ->
                        WorkerIdentity.read(owner).filter(WorkerIdentity::isSurelyDead).isPresent())
                .mapToInt(this::endLeases)
                .sum());
  }

  private List<String> owners() {
    return jdbc.sql(
            """
            SELECT DISTINCT owner FROM task_run
             WHERE claimable_at BETWEEN utc_timestamp(6) AND '9999-01-01' AND owner IS NOT NULL
            """)
        .query(String.class)
        .list();
  }

  private int endLeases(String owner) {
    return jdbc.sql(
            """
            UPDATE task_run SET claimable_at = utc_timestamp(6)
             WHERE claimable_at BETWEEN utc_timestamp(6) AND '9999-01-01' AND owner = :owner
            """)
        .param("owner", owner)
        .update();
  }

  /** Runs that waited past the instant before which they had to start. */
  List<UUID> notStartedInTime(Instant now, int limit) {
    return jdbc.sql(
            """
            SELECT run_id FROM task_run
             WHERE state = 'ACCEPTED' AND start_before <= :now
             ORDER BY start_before
             LIMIT :limit
            """)
        .param("now", Columns.of(now))
        .param("limit", limit)
        .query((row, index) -> Columns.uuid(row, "run_id"))
        .list();
  }

  /** The run that works on a component, for people who wonder why theirs waits. */
  List<UUID> holdersOf(String system, String component) {
    return jdbc.sql(
            """
            SELECT run_id FROM task_run
             WHERE system_name = :system AND component = :component AND holds_component
            """)
        .param("system", system)
        .param("component", component)
        .query((row, index) -> Columns.uuid(row, "run_id"))
        .list();
  }
}
