package dev.upkeep.chassis.finding;

import dev.upkeep.chassis.database.Columns;
import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.chassis.outbox.Outbox;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding;
import dev.upkeep.events.FindingChanged;
import dev.upkeep.events.FindingRaised;
import dev.upkeep.events.FindingResolved;
import dev.upkeep.events.Ids;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.events.envelope.EventJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The findings of this service. Written within the transaction that ends a step or a run, so that a
 * finding is told if, and only if, that counts.
 */
public final class Findings {
  private static final int MOST_RESOLVED = 1000;

  private final JdbcClient jdbc;
  private final Outbox outbox;

  public Findings(JdbcClient jdbc, Outbox outbox) {
    this.jdbc = jdbc;
    this.outbox = outbox;
  }

  /**
   * Who looked.
   *
   * @param at when, on the service's clock
   */
  public record Seen(TaskRunRef run, Cause cause, Instant at) {}

  /**
   * A step has ended that found these things and looked for these kinds. The same thing found again
   * is no news.
   */
  public void sighted(Seen by, Collection<Sighting> sightings, Set<String> lookedFor) {
    sightings.forEach(sighting -> sighted(by, sighting));
    lookedFor.forEach(kind -> lookedFor(by, kind));
  }

  /** A run has completed: what it looked for and no longer saw is resolved. */
  public void completed(Seen by) {
    for (Stored stored : noLongerSeen(by)) {
      jdbc.sql("UPDATE finding SET resolved_at = :at WHERE fingerprint = :fingerprint")
          .param("at", Columns.of(by.at()))
          .param("fingerprint", stored.finding().fingerprint())
          .update();
      outbox.add(new FindingResolved(stored.finding()), by.cause());
    }
  }

  /**
   * The findings, the most severe and the newest first.
   *
   * @param resolved also the latest of those that are resolved, after the others
   */
  List<FindingsController.Known> known(boolean resolved) {
    return jdbc.sql(
            """
            SELECT *
              FROM ((SELECT * FROM finding WHERE resolved_at IS NULL)
                    UNION ALL
                    (SELECT * FROM finding WHERE :resolved AND resolved_at IS NOT NULL
                      ORDER BY resolved_at DESC LIMIT :most)) AS known
             ORDER BY resolved_at IS NOT NULL, resolved_at DESC,
                     FIELD(severity, 'CRITICAL', 'HIGH', 'WARNING', 'INFO'), first_seen DESC
            """)
        .param("resolved", resolved)
        .param("most", MOST_RESOLVED)
        .query(
            (row, n) ->
                new FindingsController.Known(
                    read(row, n).finding(), Columns.instantOrNull(row, "resolved_at")))
        .list();
  }

  private void sighted(Seen by, Sighting sighting) {
    UUID fingerprint =
        Ids.named(
            "finding",
            by.run().system(),
            by.run().component(),
            sighting.kind(),
            sighting.subject());
    Optional<Stored> before = lock(fingerprint);
    Finding now = finding(fingerprint, by, sighting, before.filter(stored -> !stored.resolved()));
    save(by, sighting, now);
    if (before.isEmpty() || before.get().resolved()) {
      outbox.add(new FindingRaised(now), by.cause());
    } else if (differs(before.get().finding(), now)) {
      outbox.add(new FindingChanged(now), by.cause());
    }
  }

  private static boolean differs(Finding before, Finding now) {
    return before.severity() != now.severity()
        || !EventJson.mapper()
            .readTree(asJson(before.evidence()))
            .equals(EventJson.mapper().readTree(asJson(now.evidence())));
  }

  private static Finding finding(
      UUID fingerprint, Seen by, Sighting sighting, Optional<Stored> open) {
    return new Finding(
        fingerprint.toString(),
        by.run().system(),
        by.run().component(),
        sighting.kind(),
        sighting.severity(),
        sighting.title(),
        sighting.remedy(),
        sighting.evidence(),
        open.map(stored -> stored.finding().firstSeen()).orElse(by.at()),
        by.at(),
        open.map(stored -> stored.finding().owner()).orElse(null),
        open.map(stored -> stored.finding().acceptedUntil()).orElse(null));
  }

  private void save(Seen by, Sighting sighting, Finding finding) {
    jdbc.sql(
            """
            INSERT INTO finding (fingerprint, system_name, component, kind, subject, severity, title, remedy,
                evidence, owner, accepted_until, first_seen, last_seen, last_run_id)
            VALUES (:fingerprint, :system, :component, :kind, :subject, :severity, :title, :remedy,
                :evidence, :owner, :acceptedUntil, :firstSeen, :lastSeen, :run)
            ON DUPLICATE KEY UPDATE
                severity = VALUES(severity), title = VALUES(title), remedy = VALUES(remedy),
                evidence = VALUES(evidence), owner = VALUES(owner), accepted_until = VALUES(accepted_until),
                first_seen = VALUES(first_seen), last_seen = VALUES(last_seen),
                last_run_id = VALUES(last_run_id), resolved_at = NULL
            """)
        .param("fingerprint", finding.fingerprint())
        .param("system", finding.system())
        .param("component", finding.component())
        .param("kind", finding.kind())
        .param("subject", sighting.subject())
        .param("severity", finding.severity().name())
        .param("title", finding.title())
        .param("remedy", finding.remedy())
        .param("evidence", asJson(finding.evidence()))
        .param("owner", finding.owner())
        .param("acceptedUntil", finding.acceptedUntil())
        .param("firstSeen", Columns.of(finding.firstSeen()))
        .param("lastSeen", Columns.of(finding.lastSeen()))
        .param("run", by.run().taskRunId().toString())
        .update();
  }

  private void lookedFor(Seen by, String kind) {
    jdbc.sql("INSERT IGNORE INTO finding_look (run_id, kind) VALUES (:run, :kind)")
        .param("run", by.run().taskRunId().toString())
        .param("kind", kind)
        .update();
  }

  private List<Stored> noLongerSeen(Seen by) {
    return jdbc.sql(
            """
            SELECT f.*
              FROM finding f
              JOIN finding_look l ON l.kind = f.kind AND l.run_id = :run
             WHERE f.system_name = :system AND f.component = :component
               AND f.resolved_at IS NULL AND f.last_run_id <> :run
               FOR UPDATE
            """)
        .param("run", by.run().taskRunId().toString())
        .param("system", by.run().system())
        .param("component", by.run().component())
        .query(Findings::read)
        .list();
  }

  private Optional<Stored> lock(UUID fingerprint) {
    return jdbc.sql("SELECT * FROM finding WHERE fingerprint = :fingerprint FOR UPDATE")
        .param("fingerprint", fingerprint.toString())
        .query(Findings::read)
        .optional();
  }

  private record Stored(Finding finding, boolean resolved) {}

  private static Stored read(ResultSet row, int index) throws SQLException {
    Finding finding =
        new Finding(
            row.getString("fingerprint"),
            row.getString("system_name"),
            row.getString("component"),
            row.getString("kind"),
            Finding.Severity.valueOf(row.getString("severity")),
            row.getString("title"),
            row.getString("remedy"),
            EventJson.mapper().readValue(row.getString("evidence"), Evidence.class),
            Columns.instant(row, "first_seen"),
            Columns.instant(row, "last_seen"),
            row.getString("owner"),
            date(row, "accepted_until"));
    return new Stored(finding, Columns.instantOrNull(row, "resolved_at") != null);
  }

  private static @Nullable LocalDate date(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDate.class);
  }

  private static String asJson(Evidence evidence) {
    return EventJson.mapper().writeValueAsString(evidence);
  }
}
