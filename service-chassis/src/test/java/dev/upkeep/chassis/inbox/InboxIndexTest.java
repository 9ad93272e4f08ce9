package dev.upkeep.chassis.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.TestService;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

class InboxIndexTest {

  @ParameterizedTest
  @EnumSource(OldRows.class)
  void purgesByIndex(OldRows rows) {
    try (ConfigurableApplicationContext service = TestService.onNewSchema().start()) {
      JdbcClient jdbc = service.getBean(JdbcClient.class);
      jdbc.sql(
              """
              INSERT INTO inbox SELECT 'c', UUID(), '2026-01-01' + INTERVAL seq MINUTE
              FROM seq_1_to_5000
              """)
          .update();
      jdbc.sql(
              """
              INSERT INTO inbox_sequence
              SELECT 'c', 't', CONCAT('k', seq), 1, '2026-01-01' + INTERVAL seq DAY
              FROM seq_1_to_2000
              """)
          .update();
      jdbc.sql(
              """
              INSERT INTO quarantine
              SELECT UUID(), 'c', 't', 0, seq, NOW(), '', '', '', 'r', 'd', NOW(), 'DROPPED',
                     '2026-01-01' + INTERVAL seq MINUTE
              FROM seq_1_to_5000
              """)
          .update();

      assertThat(
              jdbc.sql("EXPLAIN " + rows.delete)
                  .param("before", LocalDateTime.parse("2026-01-01T01:00:00"))
                  .param("beforeDay", LocalDate.parse("2026-01-10"))
                  .param("most", 500)
                  .query()
                  .listOfRows())
          .singleElement()
          .satisfies(
              step ->
                  assertThat(step.get("key"))
                      .isIn("inbox_received", "inbox_sequence_seen", "quarantine_settled"));
    }
  }
}
