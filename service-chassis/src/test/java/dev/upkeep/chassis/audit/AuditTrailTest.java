package dev.upkeep.chassis.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.chassis.TestService;
import dev.upkeep.chassis.database.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

class AuditTrailTest {

  @Test
  void findsEveryKindOfTampering() {
    Map<String, String> tamperings =
        Map.of(
            "UPDATE audit SET who = 'mallory' WHERE seq = 2",
            "entry 2 was changed",
            "UPDATE audit SET why = '' WHERE seq = 1",
            "entry 1 was changed",
            "UPDATE audit SET at = at + INTERVAL 1 MICROSECOND WHERE seq = 3",
            "entry 3 was changed",
            "DELETE FROM audit WHERE seq = 1",
            "entry 1 is missing",
            "DELETE FROM audit WHERE seq = 3",
            "entry 3 is missing",
            "DELETE FROM audit WHERE seq = 5",
            "the chain ends at entry 4, its head says 5",
            "UPDATE audit_head SET seq = 4",
            "the chain ends at entry 5, its head says 4",
            "UPDATE audit SET hash = UNHEX(SHA2('forged', 256)) WHERE seq = 2",
            "entry 2 was changed",
            "INSERT INTO audit SELECT 6, at, who, what, subject, why, previous, hash FROM audit"
                + " WHERE seq = 5",
            "entry 6 does not follow the one before it");
    try (ConfigurableApplicationContext service = TestService.onNewSchema().start()) {
      AuditTrail trail = service.getBean(AuditTrail.class);
      Transactions transactions = service.getBean(Transactions.class);
      JdbcClient jdbc = service.getBean(JdbcClient.class);
      for (String who : List.of("anna", "ben", "ชาลี", "anna", "dora")) {
        transactions.inTransaction(() -> trail.record(who, "quarantine.drop", "a record", "why"));
      }
      assertThat(trail.verify()).isEmpty();

      tamperings.forEach(
          (tampering, found) ->
              assertThatThrownBy(
                      () ->
                          transactions.inTransaction(
                              () -> {
                                jdbc.sql(tampering).update();
                                assertThat(trail.verify()).as(tampering).contains(found);
                                throw new IllegalStateException("undone");
                              }))
                  .hasMessage("undone"));
      assertThat(trail.verify()).isEmpty();
    }
  }

  @Test
  void forgetsItsBeginningInLumpsAndVouchesForWhereItBeginsNow() {
    try (ConfigurableApplicationContext service = TestService.onNewSchema().start()) {
      AuditTrail trail = service.getBean(AuditTrail.class);
      Transactions transactions = service.getBean(Transactions.class);
      JdbcClient jdbc = service.getBean(JdbcClient.class);
      Clock later = Clock.offset(service.getBean(Clock.class), Duration.ofDays(3651));
      OldAuditEntries old =
          new OldAuditEntries(trail, jdbc, transactions, Duration.ofDays(3650), later);
      act(transactions, trail, OldAuditEntries.FEWEST - 1);
      assertThat(old.purge(500)).isZero();

      act(transactions, trail, 150);
      assertThat(old.purge(200)).isEqualTo(200);

      assertThat(trail.verify()).isEmpty();
      assertThat(trail.head().seq()).isEqualTo(OldAuditEntries.FEWEST + 150);
      assertThat(old.purge(200)).isZero();
      transactions.inTransaction(
          () -> {
            jdbc.sql("DELETE FROM audit WHERE seq = 201").update();
            assertThat(trail.verify()).contains("entry 201 is missing");
          });
    }
  }

  private static void act(Transactions transactions, AuditTrail trail, int times) {
    for (int i = 0; i < times; i++) {
      transactions.inTransaction(() -> trail.record("anna", "outbox.unblock", "an entry", "why"));
    }
  }

  @Test
  void recordsNothingOfAnActThatWasRolledBack() {
    try (ConfigurableApplicationContext service = TestService.onNewSchema().start()) {
      AuditTrail trail = service.getBean(AuditTrail.class);
      Transactions transactions = service.getBean(Transactions.class);
      assertThatThrownBy(
              () ->
                  transactions.inTransaction(
                      () -> {
                        trail.record("anna", "outbox.unblock", "an entry", "why");
                        throw new IllegalStateException("not done after all");
                      }))
          .hasMessage("not done after all");

      assertThat(trail.head().seq()).isZero();
      assertThatThrownBy(() -> trail.record("anna", "act", "outside", "why"))
          .hasMessageContaining("transaction");
    }
  }
}
