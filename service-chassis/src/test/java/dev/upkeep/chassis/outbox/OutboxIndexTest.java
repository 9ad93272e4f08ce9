package dev.upkeep.chassis.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.TestService;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

class OutboxIndexTest {
  private static ConfigurableApplicationContext service;
  private static JdbcClient jdbc;

  @BeforeAll
  static void fill() {
    service = TestService.onNewSchema().start();
    service.getBean(Relay.class).stop();
    jdbc = service.getBean(JdbcClient.class);
    fill(jdbc, 20_000);
    jdbc.sql(
            """
            INSERT INTO outbox_blocked (topic, msg_key, seq)
            SELECT topic, msg_key, seq FROM outbox WHERE seq % 1000 = 0
            """)
        .update();
    jdbc.sql(
            """
            INSERT INTO outbox_sequence
            SELECT 'upkeep.runs', CONCAT('key ', seq), 1, '2026-01-01' + INTERVAL seq DAY
            FROM seq_1_to_2000
            """)
        .update();
    jdbc.sql("ANALYZE TABLE outbox, outbox_sequence").query().listOfRows();
  }

  private static void fill(JdbcClient jdbc, int rows) {
    jdbc.sql(
            """
            INSERT INTO outbox
              (event_id, topic, msg_key, raw, key_seq, type, headers, data, created_at)
            SELECT UUID(), 'upkeep.runs', CONCAT('key ', seq), FALSE, 1, 'x', '', '', NOW(6)
            FROM seq_1_to_20000
            WHERE seq <= :rows
            ORDER BY seq
            """)
        .param("rows", rows)
        .update();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void scansInTheOrderOfThePrimaryKeyAndLooksBlockedKeysUp() {
    for (String statement : List.of(OutboxEntries.SCAN, OutboxEntries.LOOK)) {
      assertInOrder(jdbc.sql("EXPLAIN " + statement).param("most", 4000).query().listOfRows());
    }
  }

  private static void assertInOrder(List<Map<String, Object>> plan) {
    assertThat(plan.getFirst()).containsEntry("table", "o").containsEntry("key", "PRIMARY");
    assertThat(plan).allSatisfy(step -> assertThat(extra(step)).doesNotContain("filesort"));
    assertThat(plan)
        .anySatisfy(
            step ->
                assertThat(step).containsEntry("table", "first").containsEntry("type", "eq_ref"));
  }

  /** Of so many, MariaDB would otherwise read, and a deletion lock, every row of the table. */
  @Test
  void readsAndDeletesByPrimaryKeyEvenMostOfTheRows() {
    try (ConfigurableApplicationContext other = TestService.onNewSchema().start()) {
      other.getBean(Relay.class).stop();
      JdbcClient small = other.getBean(JdbcClient.class);
      fill(small, 1_300);
      small.sql("ANALYZE TABLE outbox").query().listOfRows();
      List<Long> most = LongStream.range(0, OutboxEntries.MOST_AT_ONCE).boxed().toList();
      for (String statement : List.of(OutboxEntries.READ, OutboxEntries.DELETE)) {
        assertThat(small.sql("EXPLAIN " + statement).param("seqs", most).query().listOfRows())
            .singleElement()
            .satisfies(
                step ->
                    assertThat(step)
                        .containsEntry("key", "PRIMARY")
                        .containsEntry("type", "range"));
      }
    }
  }

  @Test
  void purgesByIndex() {
    assertThat(
            jdbc.sql("EXPLAIN " + UnusedSequences.DELETE)
                .param("before", LocalDate.parse("2026-01-20"))
                .param("most", 500)
                .query()
                .listOfRows())
        .singleElement()
        .satisfies(step -> assertThat(step).containsEntry("key", "outbox_sequence_used"));
  }

  @Test
  void purgesInBatchesWhatIsOldAndNothingElse() {
    jdbc.sql("DELETE FROM outbox_sequence").update();
    jdbc.sql(
            """
            INSERT INTO outbox_sequence
            SELECT 'upkeep.runs', CONCAT('key ', seq), 1,
                   UTC_DATE() - INTERVAL IF(seq <= 1200, 91, 89) DAY
            FROM seq_1_to_1500
            """)
        .update();
    UnusedSequences purge = service.getBean(UnusedSequences.class);

    assertThat(purge.purge(500)).isEqualTo(500);
    assertThat(purge.purge(500)).isEqualTo(500);
    assertThat(purge.purge(500)).isEqualTo(200);
    assertThat(jdbc.sql("SELECT COUNT(*) FROM outbox_sequence").query(Long.class).single())
        .isEqualTo(300);
  }

  private static String extra(Map<String, Object> step) {
    return String.valueOf(step.get("Extra"));
  }
}
