package dev.upkeep.chassis.run;

import dev.upkeep.chassis.database.Columns;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.envelope.EventJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/** The rows of runs' journals: appended to, never changed. */
final class StepJournals {
  private static final TypeReference<Map<String, JsonNode>> REMEMBERED = new TypeReference<>() {};

  private final JdbcClient jdbc;

  StepJournals(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Appends a line; the caller holds the run's row lock and has checked the fence. */
  void append(TaskRun run, JournalEntry entry) {
    jdbc.sql(
            """
            INSERT INTO step_journal (run_id, fence, attempt, step, phase, at, reason, evidence, remembered)
            VALUES (:run, :fence, :attempt, :step, :phase, :at, :reason, :evidence, :remembered)
            """)
        .param("run", run.id().toString())
        .param("fence", run.fence())
        .param("attempt", run.attempt())
        .param("step", entry.step())
        .param("phase", entry.phase().name())
        .param("at", Columns.of(entry.at()))
        .param("reason", entry.reason())
        .param("evidence", json(entry.evidence().values()))
        .param("remembered", json(entry.remembered()))
        .update();
  }

  List<JournalEntry> of(UUID run) {
    return jdbc.sql(
            """
            SELECT step, phase, at, reason, evidence, remembered
              FROM step_journal
             WHERE run_id = :run
             ORDER BY entry_id
            """)
        .param("run", run.toString())
        .query(StepJournals::read)
        .list();
  }

  private static @Nullable String json(Map<String, ?> values) {
    return values.isEmpty() ? null : EventJson.mapper().writeValueAsString(values);
  }

  private static JournalEntry read(ResultSet row, int index) throws SQLException {
    String evidence = row.getString("evidence");
    String remembered = row.getString("remembered");
    return new JournalEntry(
        row.getString("step"),
        JournalEntry.Phase.valueOf(row.getString("phase")),
        Columns.instant(row, "at"),
        row.getString("reason"),
        evidence == null ? Evidence.none() : EventJson.mapper().readValue(evidence, Evidence.class),
        remembered == null ? Map.of() : EventJson.mapper().readValue(remembered, REMEMBERED));
  }
}
