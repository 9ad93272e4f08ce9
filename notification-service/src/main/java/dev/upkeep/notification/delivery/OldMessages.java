package dev.upkeep.notification.delivery;

import dev.upkeep.chassis.database.Purge;
import dev.upkeep.chassis.database.Transactions;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Forgets deliveries that ended long ago, then messages and threads that nothing is left of. */
class OldMessages implements Purge {
  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final Duration retention;

  OldMessages(JdbcClient jdbc, Transactions transactions, Duration retention) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.retention = retention;
  }

  @Override
  public String what() {
    return "deliveries that ended more than %d days ago".formatted(retention.toDays());
  }

  @Override
  public int purge(int most) {
    return transactions.inTransaction(
        () -> {
          int deliveries =
              delete(
                  most,
                  """
                  DELETE FROM delivery
                  WHERE created_at < NOW(6) - INTERVAL :retention MICROSECOND
                    AND ended_at < NOW(6) - INTERVAL :retention MICROSECOND
                  ORDER BY created_at
                  LIMIT :most
                  """);
          int messages =
              delete(
                  most,
                  """
                  DELETE FROM message
                  WHERE created_at < NOW(6) - INTERVAL :retention MICROSECOND
                    AND NOT EXISTS
                      (SELECT 1 FROM delivery WHERE delivery.message_id = message.message_id)
                  ORDER BY created_at
                  LIMIT :most
                  """);
          int threads =
              delete(
                  most,
                  """
                  DELETE FROM message_thread
                  WHERE created_at < NOW(6) - INTERVAL :retention MICROSECOND
                    AND NOT EXISTS
                      (SELECT 1 FROM message
                       WHERE message.runbook_run_id = message_thread.runbook_run_id)
                  ORDER BY created_at
                  LIMIT :most
                  """);
          // The fullest of the three says whether there is more to come.
          return Math.max(deliveries, Math.max(messages, threads));
        });
  }

  private int delete(int most, String statement) {
    return jdbc.sql(statement)
        .param("retention", Micros.of(retention))
        .param("most", most)
        .update();
  }
}
