package dev.upkeep.scheduler.ledger;

import dev.upkeep.chassis.database.Columns;
import dev.upkeep.chassis.service.ServiceIdentity;
import dev.upkeep.scheduler.ledger.LedgerEntry.Origin;
import dev.upkeep.scheduler.ledger.LedgerEntry.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.stereotype.Repository;

/** The entries, append only. Writing joins the transaction of what is recorded. */
@Repository
public class Ledger {

  private static final int LONGEST_REASON = 1000;

  private final NamedParameterJdbcOperations jdbc;
  private final ServiceIdentity identity;

  Ledger(NamedParameterJdbcOperations jdbc, ServiceIdentity identity) {
    this.jdbc = jdbc;
    this.identity = identity;
  }

  /** Which of these have their entry already. */
  public Set<UUID> known(Collection<UUID> occurrences) {
    if (occurrences.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        jdbc.query(
            """
            SELECT occurrence
              FROM ledger
             WHERE occurrence IN (:occurrences)
            """,
            new MapSqlParameterSource("occurrences", texts(occurrences)),
            (row, _) -> Columns.uuid(row, "occurrence")));
  }

  public void add(LedgerEntry entry) {
    addAll(List.of(entry));
  }

  /**
   * Adds entries.
   *
   * @throws org.springframework.dao.DuplicateKeyException if one is there already: somebody else
   *     has decided, and this transaction must not
   */
  public void addAll(List<LedgerEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    jdbc.batchUpdate(
        """
        INSERT INTO ledger
               (occurrence, origin, system, runbook, due_at, decided_at,
                outcome, reason, triggered_by, runbook_run_id, instance)
        VALUES (:occurrence, :origin, :system, :runbook, :dueAt, :decidedAt,
                :outcome, :reason, :triggeredBy, :runbookRunId, :instance)
        """,
        entries.stream().map(this::parameters).toArray(MapSqlParameterSource[]::new));
  }

  /**
   * The latest entries, newest due instant first.
   *
   * @param runbook only of this runbook
   * @param outcome only those that ended so
   * @param before only what was due before this instant
   */
  List<LedgerEntry> latest(
      @Nullable String runbook, @Nullable Outcome outcome, Instant before, int limit) {
    return jdbc.query(
        """
        SELECT occurrence, origin, system, runbook, due_at, decided_at,
               outcome, reason, triggered_by, runbook_run_id
          FROM ledger
         WHERE due_at < :before
           AND (:runbook IS NULL OR runbook = :runbook)
           AND (:outcome IS NULL OR outcome = :outcome)
         ORDER BY due_at DESC, id DESC
         LIMIT :limit
        """,
        new MapSqlParameterSource("before", Columns.of(before))
            .addValue("runbook", runbook)
            .addValue("outcome", outcome == null ? null : outcome.name())
            .addValue("limit", limit),
        (row, _) -> entry(row));
  }

  private MapSqlParameterSource parameters(LedgerEntry entry) {
    UUID run = entry.runbookRunId();
    return new MapSqlParameterSource()
        .addValue("occurrence", entry.occurrence().toString())
        .addValue("origin", entry.origin().name())
        .addValue("system", entry.system())
        .addValue("runbook", entry.runbook())
        .addValue("dueAt", Columns.of(entry.dueAt()))
        .addValue("decidedAt", Columns.of(entry.decidedAt()))
        .addValue("outcome", entry.outcome().name())
        .addValue("reason", clipped(entry.reason()))
        .addValue("triggeredBy", entry.triggeredBy())
        .addValue("runbookRunId", run == null ? null : run.toString())
        .addValue("instance", identity.instance());
  }

  private static LedgerEntry entry(ResultSet row) throws SQLException {
    String run = row.getString("runbook_run_id");
    return new LedgerEntry(
        Columns.uuid(row, "occurrence"),
        Origin.valueOf(row.getString("origin")),
        row.getString("system"),
        row.getString("runbook"),
        Columns.instant(row, "due_at"),
        Columns.instant(row, "decided_at"),
        Outcome.valueOf(row.getString("outcome")),
        row.getString("reason"),
        row.getString("triggered_by"),
        run == null ? null : UUID.fromString(run));
  }

  private static String clipped(String reason) {
    return reason.length() <= LONGEST_REASON
        ? reason
        : reason.substring(0, LONGEST_REASON - 1) + "…";
  }

  private static List<String> texts(Collection<UUID> ids) {
    return ids.stream().map(UUID::toString).toList();
  }
}
