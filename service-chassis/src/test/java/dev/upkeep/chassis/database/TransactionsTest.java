package dev.upkeep.chassis.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.chassis.TestService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

class TransactionsTest {
  private static ConfigurableApplicationContext service;
  private static Transactions transactions;
  private static JdbcClient jdbc;

  @BeforeAll
  static void start() {
    service = TestService.onNewSchema().start();
    transactions = service.getBean(Transactions.class);
    jdbc = service.getBean(JdbcClient.class);
    jdbc.sql("CREATE TABLE account (id INT PRIMARY KEY, amount INT)").update();
    jdbc.sql("INSERT INTO account VALUES (1, 0), (2, 0)").update();
    jdbc.sql("CREATE TABLE moment (id UUID PRIMARY KEY, at DATETIME(6))").update();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void beginsAgainWhenADeadlockRolledItBack() throws Exception {
    CyclicBarrier bothHoldOne = new CyclicBarrier(2);
    AtomicInteger begun = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<?>> both = new ArrayList<>();
      for (int[] order : new int[][] {{1, 2}, {2, 1}}) {
        both.add(
            threads.submit(
                () ->
                    transactions.inTransaction(
                        () -> {
                          boolean firstRound = begun.incrementAndGet() <= 2;
                          addOne(order[0]);
                          if (firstRound) {
                            meet(bothHoldOne);
                          }
                          addOne(order[1]);
                        })));
      }
      for (Future<?> each : both) {
        each.get(60, TimeUnit.SECONDS);
      }
    }
    assertThat(begun.get()).isGreaterThan(2);
    assertThat(jdbc.sql("SELECT amount FROM account").query(Integer.class).list())
        .containsExactly(2, 2);
  }

  private static void addOne(int account) {
    jdbc.sql("UPDATE account SET amount = amount + 1 WHERE id = :id").param("id", account).update();
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void signalsAfterTheCommitAndNotAfterARollback() {
    List<String> seen = new ArrayList<>();
    transactions.inTransaction(
        () -> {
          transactions.afterCommit(() -> seen.add("committed"));
          transactions.inTransaction(() -> seen.add("joined"));
          assertThat(seen).containsExactly("joined");
        });
    assertThatThrownBy(
            () ->
                transactions.inTransaction(
                    () -> {
                      transactions.afterCommit(() -> seen.add("never"));
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    transactions.afterCommit(() -> seen.add("at once"));

    assertThat(seen).containsExactly("joined", "committed", "at once");
  }

  @Test
  void keepsInstantsToTheMicrosecondWhateverTheZoneOfTheJvm() {
    for (String text :
        List.of(
            "2026-11-22T02:00:00.123456Z",
            // In the zone of these tests' JVM this hour is skipped, and this one comes twice.
            "2026-09-26T14:00:00Z",
            "2026-04-04T14:00:00Z",
            "1970-01-01T00:00:00Z",
            "2038-01-19T03:14:08Z")) {
      Instant instant = Instant.parse(text);
      UUID id = UUID.randomUUID();
      jdbc.sql("INSERT INTO moment VALUES (:id, :at)")
          .param("id", id)
          .param("at", Columns.of(instant))
          .update();
      assertThat(
              jdbc.sql("SELECT at FROM moment WHERE id = :id")
                  .param("id", id)
                  .query((row, n) -> Columns.instant(row, "at"))
                  .single())
          .isEqualTo(instant);
      assertThat(
              jdbc.sql("SELECT CAST(at AS CHAR) FROM moment WHERE id = :id")
                  .param("id", id)
                  .query(String.class)
                  .single())
          .startsWith(text.substring(0, 10) + " " + text.substring(11, 19));
    }
  }

  @Test
  void hearsTheServersClockInUtc() {
    Instant theirs =
        jdbc.sql("SELECT NOW(6) AS at").query((row, n) -> Columns.instant(row, "at")).single();

    assertThat(Duration.between(theirs, Clock.systemUTC().instant()).abs())
        .isLessThan(Duration.ofMinutes(5));
  }

  @Test
  void isReadCommitted() {
    assertThat(jdbc.sql("SELECT @@tx_isolation").query(String.class).single())
        .isEqualTo("READ-COMMITTED");
  }
}
