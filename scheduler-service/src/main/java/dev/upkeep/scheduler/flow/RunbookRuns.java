package dev.upkeep.scheduler.flow;

import dev.upkeep.chassis.database.Columns;
import dev.upkeep.scheduler.flow.RunbookRun.Cancellation;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.stereotype.Repository;

/** Runbook runs with their tasks, in {@code runbook_run} and {@code runbook_task}. */
@Repository
class RunbookRuns {

  static final String LIVE =
      """
      SELECT runbook, id, state, started_at
        FROM runbook_run
       WHERE runbook IN (:runbooks)
         AND ended_at IS NULL
      """;

  static final String TO_WATCH =
      """
      SELECT id
        FROM runbook_run
       WHERE watch_at <= :now
       ORDER BY watch_at
       LIMIT :limit
      """;

  private final NamedParameterJdbcOperations jdbc;

  RunbookRuns(NamedParameterJdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Holds these runbooks until the transaction ends: nobody else starts a run of them meanwhile.
   * Locked in one order, so that two who need several do not wait for each other.
   */
  void holdRunbooks(Collection<String> runbooks) {
    jdbc.update(
        """
        INSERT INTO runbook_state (runbook)
        VALUES :runbooks
            ON DUPLICATE KEY UPDATE runbook = VALUES(runbook)
        """,
        new MapSqlParameterSource(
            "runbooks",
            runbooks.stream().distinct().sorted().map(name -> new Object[] {name}).toList()));
  }

  /** A run that has not ended. */
  record Live(String runbook, UUID id, RunState state, Instant startedAt) {}

  /** What is going on, by runbook. */
  Map<String, Live> live(Collection<String> runbooks) {
    return jdbc
        .query(
            LIVE,
            new MapSqlParameterSource("runbooks", runbooks),
            (row, _) ->
                new Live(
                    row.getString("runbook"),
                    Columns.uuid(row, "id"),
                    RunState.valueOf(row.getString("state")),
                    Columns.instant(row, "started_at")))
        .stream()
        .collect(Collectors.toMap(Live::runbook, Function.identity(), (a, _) -> a));
  }

  void insert(List<RunbookRun> runs) {
    jdbc.batchUpdate(
        """
        INSERT INTO runbook_run
               (id, system, runbook, title, scheduled_for, triggered_by, dry_run, state, reason,
                correlation_id, traceparent, definition, started_at, ended_at, rerun_of, watch_at,
                version)
        VALUES (:id, :system, :runbook, :title, :scheduledFor, :triggeredBy, :dryRun, :state, :reason,
                :correlationId, :traceparent, :definition, :startedAt, :endedAt, :rerunOf, :watchAt,
                1)
        """,
        runs.stream().map(RunRows::parametersOfNew).toArray(MapSqlParameterSource[]::new));
    jdbc.batchUpdate(
        """
        INSERT INTO runbook_task
               (task_run_id, runbook_run_id, position, task, state, reason, remedy,
                sent_at, last_sent_at, start_before, report, last_sequence)
        VALUES (:id, :runId, :position, :task, :state, :reason, :remedy,
                :sentAt, :lastSentAt, :startBefore, :report, 0)
        """,
        runs.stream()
            .flatMap(
                run ->
                    run.tasks().stream()
                        .map(
                            task ->
                                RunRows.parameters(task)
                                    .addValue("runId", run.id().toString())
                                    .addValue("position", run.tasks().indexOf(task))))
            .toArray(MapSqlParameterSource[]::new));
  }

  Optional<RunbookRun> find(UUID id) {
    return jdbc.query(RUN, byId(id), (row, _) -> RunRows.run(row, this::tasks)).stream()
        .findFirst();
  }

  /** Reads a run that nobody else moves until the transaction ends. */
  Optional<RunbookRun> lock(UUID id) {
    return jdbc
        .query(RUN + " FOR UPDATE", byId(id), (row, _) -> RunRows.run(row, this::tasks))
        .stream()
        .findFirst();
  }

  private static final String RUN =
      """
      SELECT id, system, runbook, title, scheduled_for, triggered_by, dry_run, state, reason,
             correlation_id, traceparent, definition, started_at, ended_at, cancelled_by,
             cancel_reason, rerun_of, version
        FROM runbook_run
       WHERE id = :id
      """;

  private List<TaskRun> tasks(UUID runId, RunDefinition definition) {
    return jdbc.query(
        """
        SELECT task_run_id, position, state, reason, remedy, sent_at, last_sent_at, start_before,
               started_at, attempt, worker, step, fraction, line, remaining_seconds, question,
               report, last_sequence
          FROM runbook_task
         WHERE runbook_run_id = :id
         ORDER BY position
        """,
        byId(runId),
        (row, _) -> RunRows.task(row, definition));
  }

  /** Writes what a move changed; the caller holds the lock. */
  void update(RunbookRun before, RunbookRun after) {
    Cancellation cancellation = after.cancellation();
    jdbc.update(
        """
        UPDATE runbook_run
           SET state = :state, reason = :reason, ended_at = :endedAt,
               cancelled_by = :cancelledBy, cancel_reason = :cancelReason,
               watch_at = :watchAt, version = version + 1
         WHERE id = :id
        """,
        RunRows.parameters(after)
            .addValue("cancelledBy", cancellation == null ? null : cancellation.by())
            .addValue("cancelReason", cancellation == null ? null : cancellation.reason()));
    List<TaskRun> changed =
        after.tasks().stream().filter(task -> !before.tasks().contains(task)).toList();
    jdbc.batchUpdate(
        """
        UPDATE runbook_task
           SET state = :state, reason = :reason, remedy = :remedy,
               sent_at = :sentAt, last_sent_at = :lastSentAt, start_before = :startBefore,
               started_at = :startedAt, attempt = :attempt, worker = :worker, step = :step,
               fraction = :fraction, line = :line, remaining_seconds = :remainingSeconds,
               question = :question, report = :report, last_sequence = :lastSequence
         WHERE task_run_id = :id
        """,
        changed.stream().map(RunRows::parameters).toArray(MapSqlParameterSource[]::new));
  }

  /** Runs of which a task has to be looked after by now, the longest overdue first. */
  List<UUID> toWatch(Instant now, int limit) {
    return jdbc.query(
        TO_WATCH,
        new MapSqlParameterSource("now", Columns.of(now)).addValue("limit", limit),
        (row, _) -> Columns.uuid(row, "id"));
  }

  /** The latest runs, newest first. */
  List<RunbookRun> latest(@Nullable RunState state, int limit) {
    String filter = state == null ? "" : "WHERE state = :state";
    return jdbc.query(
        """
        SELECT id, system, runbook, title, scheduled_for, triggered_by, dry_run, state, reason,
               correlation_id, traceparent, definition, started_at, ended_at, cancelled_by,
               cancel_reason, rerun_of, version
          FROM runbook_run
          %s
         ORDER BY started_at DESC
         LIMIT :limit
        """
            .formatted(filter),
        new MapSqlParameterSource("limit", limit)
            .addValue("state", state == null ? null : state.name()),
        (row, _) -> RunRows.run(row, (_, _) -> List.of()));
  }

  /** How often the run has changed; none if there is no such run. */
  Optional<Long> version(UUID id) {
    return jdbc
        .queryForList(
            """
            SELECT version
              FROM runbook_run
             WHERE id = :id
            """,
            byId(id),
            Long.class)
        .stream()
        .findFirst();
  }

  private static MapSqlParameterSource byId(UUID id) {
    return new MapSqlParameterSource("id", id.toString());
  }
}
