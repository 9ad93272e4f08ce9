package dev.upkeep.scheduler.due;

import dev.upkeep.chassis.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.stereotype.Repository;

/** The rows of {@code schedule_state}. */
@Repository
class ScheduleStates {

  /**
   * Another scheduler's rows are left to it; the row's lock is the right to act on the schedule.
   */
  static final String DUE =
      """
      SELECT id, system, runbook, rule, handled_until, next_due
        FROM schedule_state
       WHERE next_due <= :now
       ORDER BY next_due
       LIMIT :most
         FOR UPDATE SKIP LOCKED
      """;

  static final String EARLIEST =
      """
      SELECT MIN(next_due)
        FROM schedule_state
      """;

  private final NamedParameterJdbcOperations jdbc;

  ScheduleStates(NamedParameterJdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  List<ScheduleState> lockDue(Instant now, int most) {
    return jdbc.query(
        DUE,
        new MapSqlParameterSource("now", Columns.of(now)).addValue("most", most),
        (row, _) -> state(row));
  }

  Optional<Instant> earliest() {
    return jdbc
        .query(
            EARLIEST, (row, _) -> Optional.ofNullable(Columns.instantOrNull(row, "MIN(next_due)")))
        .stream()
        .findFirst()
        .flatMap(found -> found);
  }

  List<ScheduleState> lockAll() {
    return jdbc.query(
        """
        SELECT id, system, runbook, rule, handled_until, next_due
          FROM schedule_state
         ORDER BY id
           FOR UPDATE
        """,
        (row, _) -> state(row));
  }

  /** Adds rows; one that another scheduler has just added stays as it is. */
  void add(List<ScheduleState> states) {
    jdbc.batchUpdate(
        """
        INSERT IGNORE INTO schedule_state (id, system, runbook, rule, handled_until, next_due)
        VALUES (:id, :system, :runbook, :rule, :handledUntil, :nextDue)
        """,
        parameters(states));
  }

  void advance(List<ScheduleState> states) {
    jdbc.batchUpdate(
        """
        UPDATE schedule_state
           SET handled_until = :handledUntil, next_due = :nextDue
         WHERE id = :id
        """,
        parameters(states));
  }

  void remove(Collection<UUID> ids) {
    jdbc.batchUpdate(
        """
        DELETE FROM schedule_state
         WHERE id = :id
        """,
        ids.stream()
            .map(id -> new MapSqlParameterSource("id", id.toString()))
            .toArray(MapSqlParameterSource[]::new));
  }

  private static MapSqlParameterSource[] parameters(List<ScheduleState> states) {
    return states.stream()
        .map(
            state ->
                new MapSqlParameterSource("id", state.id().toString())
                    .addValue("system", state.system())
                    .addValue("runbook", state.runbook())
                    .addValue("rule", state.rule())
                    .addValue("handledUntil", Columns.of(state.handledUntil()))
                    .addValue("nextDue", Columns.ofNullable(state.nextDue())))
        .toArray(MapSqlParameterSource[]::new);
  }

  private static ScheduleState state(ResultSet row) throws SQLException {
    return new ScheduleState(
        Columns.uuid(row, "id"),
        row.getString("system"),
        row.getString("runbook"),
        row.getString("rule"),
        Columns.instant(row, "handled_until"),
        Columns.instantOrNull(row, "next_due"));
  }
}
