package dev.upkeep.chassis.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.TestService;
import dev.upkeep.chassis.database.Columns;
import dev.upkeep.chassis.database.Purge;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

class OldFindingsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void goLongAfterTheyWereResolvedAndNeverBefore() {
    try (ConfigurableApplicationContext service = TestService.onNewSchema().start()) {
      JdbcClient jdbc = service.getBean(JdbcClient.class);
      // One a day was resolved until now; every third is still there.
      jdbc.sql(
              """
              INSERT INTO finding (fingerprint, system_name, component, kind, subject, severity, title, remedy,
                  evidence, first_seen, last_seen, last_run_id, resolved_at)
              SELECT UUID(), 's', 'c', 'k', seq, 'INFO', 't', 'r', '{}', '2020-01-01', '2020-01-01', UUID(),
                  IF(seq % 3 = 0, NULL, CAST(:now AS DATETIME) - INTERVAL seq DAY)
                FROM seq_1_to_3000
              """)
          .param("now", Columns.of(NOW))
          .update();
      Purge purge =
          FindingConfiguration.RESOLVED.after(
              Duration.ofDays(400), jdbc, Clock.fixed(NOW, ZoneOffset.UTC));

      int removed = 0;
      for (int last = 500; last == 500; removed += last) {
        last = purge.purge(500);
      }

      assertThat(removed).isEqualTo(1733);
      assertThat(
              jdbc.sql("SELECT COUNT(*) FROM finding WHERE resolved_at IS NULL")
                  .query(Long.class)
                  .single())
          .isEqualTo(1000);
      assertThat(
              jdbc.sql(
                      "SELECT MAX(CAST(subject AS INT)) FROM finding WHERE resolved_at IS NOT NULL")
                  .query(Long.class)
                  .single())
          .isEqualTo(400);
    }
  }

  @Test
  void areFoundByAnIndex() {
    try (ConfigurableApplicationContext service = TestService.onNewSchema().start()) {
      JdbcClient jdbc = service.getBean(JdbcClient.class);
      jdbc.sql(
              """
              INSERT INTO finding (fingerprint, system_name, component, kind, subject, severity, title, remedy,
                  evidence, first_seen, last_seen, last_run_id, resolved_at)
              SELECT UUID(), 's', 'c', 'k', seq, 'INFO', 't', 'r', '{}', '2020-01-01', '2020-01-01', UUID(),
                  '2026-01-01' + INTERVAL seq MINUTE
                FROM seq_1_to_5000
              """)
          .update();

      assertThat(
              jdbc.sql("EXPLAIN " + FindingConfiguration.RESOLVED.delete())
                  .param("before", Columns.of(Instant.parse("2026-01-01T02:00:00Z")))
                  .param("most", 500)
                  .query()
                  .listOfRows())
          .singleElement()
          .extracting(step -> step.get("key"))
          .isEqualTo("finding_age");
    }
  }
}
