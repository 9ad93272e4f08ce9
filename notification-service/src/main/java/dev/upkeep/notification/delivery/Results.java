package dev.upkeep.notification.delivery;

import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.outbox.Outbox;
import dev.upkeep.events.NotificationDelivered;
import dev.upkeep.events.NotificationUndeliverable;
import dev.upkeep.notification.channel.Answer;
import dev.upkeep.notification.channel.Answer.Accepted;
import dev.upkeep.notification.channel.Answer.NotNow;
import dev.upkeep.notification.channel.Answer.Refused;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Writes down what came of an attempt, and tells it, in one transaction. Every write names the
 * sender's fence: one that lost the delivery to another changes nothing.
 */
class Results {
  private static final int LONGEST_PROBLEM = 1000;
  private static final int LONGEST_REMEDY = 500;

  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Clock clock;

  Results(JdbcClient jdbc, Transactions transactions, Outbox outbox, Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** What was written down. */
  enum Written {
    ACCEPTED,
    PUT_BACK,
    UNDELIVERABLE,
    /** Nothing: another sender holds the delivery by now. */
    LOST
  }

  /**
   * Writes down an answer.
   *
   * @param wait how long to wait before the next attempt if there is one
   */
  Written write(Claimed claimed, Answer answer, Duration wait) {
    return transactions.inTransaction(
        () ->
            switch (answer) {
              case Accepted ignored -> accepted(claimed);
              case Refused(String reason, String remedy) -> undeliverable(claimed, reason, remedy);
              case NotNow notNow -> putBackOrGivenUp(claimed, notNow, wait);
            });
  }

  private Written accepted(Claimed claimed) {
    boolean mine =
        1
            == move(
                    claimed,
                    DeliveryMove.ACCEPT,
                    """
                    UPDATE delivery
                    SET state = :state, claimable_at = NULL, owner = NULL, ended_at = NOW(6),
                        last_problem = NULL, remedy = NULL
                    WHERE delivery_id = :delivery AND fence = :fence AND state = :before
                    """)
                .update();
    if (!mine) {
      return Written.LOST;
    }
    outbox.add(
        new NotificationDelivered(
            claimed.delivery(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            claimed.attempt(),
            claimed.possibleDuplicate()),
        claimed.cause());
    return Written.ACCEPTED;
  }

  private Written undeliverable(Claimed claimed, String reason, String remedy) {
    boolean mine =
        1
            == move(
                    claimed,
                    DeliveryMove.GIVE_UP,
                    """
                    UPDATE delivery
                    SET state = :state, claimable_at = NULL, owner = NULL, ended_at = NOW(6),
                        last_problem = :problem, remedy = :remedy
                    WHERE delivery_id = :delivery AND fence = :fence AND state = :before
                    """)
                .param("problem", Fitting.to(LONGEST_PROBLEM, reason))
                .param("remedy", Fitting.to(LONGEST_REMEDY, remedy))
                .update();
    if (!mine) {
      return Written.LOST;
    }
    outbox.add(
        new NotificationUndeliverable(claimed.delivery(), reason, claimed.attempt()),
        claimed.cause());
    return Written.UNDELIVERABLE;
  }

  /** There is no next attempt after the instant until which the message matters. */
  private Written putBackOrGivenUp(Claimed claimed, NotNow notNow, Duration wait) {
    boolean waits =
        1
            == move(
                    claimed,
                    DeliveryMove.PUT_BACK,
                    """
                    UPDATE delivery
                    SET state = :state, owner = NULL,
                        claimable_at = NOW(6) + INTERVAL :wait MICROSECOND,
                        possible_duplicate = possible_duplicate OR :uncertain,
                        last_problem = :problem, remedy = :remedy
                    WHERE delivery_id = :delivery AND fence = :fence AND state = :before
                      AND NOW(6) + INTERVAL :wait MICROSECOND < matters_until
                    """)
                .param("wait", Micros.of(wait))
                .param("uncertain", notNow.uncertain())
                .param("problem", Fitting.to(LONGEST_PROBLEM, notNow.reason()))
                .param("remedy", Fitting.to(LONGEST_REMEDY, notNow.remedy()))
                .update();
    return waits
        ? Written.PUT_BACK
        : undeliverable(
            claimed,
            "it no longer matters after %d attempts; the last one: %s"
                .formatted(claimed.attempt(), notNow.reason()),
            notNow.remedy());
  }

  private StatementSpec move(Claimed claimed, DeliveryMove move, String update) {
    return jdbc.sql(update)
        .param("state", DeliveryStates.require(DeliveryState.ATTEMPTING, move).name())
        .param("before", DeliveryState.ATTEMPTING.name())
        .param("delivery", claimed.delivery().deliveryId())
        .param("fence", claimed.fence());
  }
}
