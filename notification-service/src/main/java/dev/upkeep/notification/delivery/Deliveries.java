package dev.upkeep.notification.delivery;

import dev.upkeep.chassis.database.Columns;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.events.EventType;
import dev.upkeep.events.Ids;
import dev.upkeep.events.envelope.EventCodec;
import dev.upkeep.events.envelope.EventEnvelope;
import dev.upkeep.notification.message.Composer;
import dev.upkeep.notification.message.Notice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where deliveries are written down. The id of a delivery follows from the event, the recipient and
 * the channel, so the same event again adds nothing.
 */
public class Deliveries {
  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final DeliverySettings settings;
  private final Alarm alarm;

  Deliveries(JdbcClient jdbc, Transactions transactions, DeliverySettings settings, Alarm alarm) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.settings = settings;
    this.alarm = alarm;
  }

  /**
   * Writes down what was decided about one event, in the transaction that is going on, and wakes
   * the senders once it has committed.
   */
  public void add(EventEnvelope<?> envelope, Notice notice, String title, List<Planned> planned) {
    if (planned.isEmpty() || !addMessage(envelope, notice, title)) {
      return;
    }
    planned.forEach(one -> addDelivery(envelope.id(), notice, title, one));
    transactions.afterCommit(alarm::ring);
  }

  /** Answers whether it was news. */
  private boolean addMessage(EventEnvelope<?> envelope, Notice notice, String title) {
    if (known(envelope.id())) {
      return false;
    }
    jdbc.sql(
            """
                INSERT INTO message
                  (message_id, caused_by, runbook_run_id, kind, task_run_id, as_of, event_type, event,
                   title, correlation_id, traceparent, created_at)
                VALUES
                  (:message, :event_id, :run, :kind, :task_run, :as_of, :type, :event,
                   :title, :correlation, :traceparent, NOW(6))
                """)
        .param("message", messageId(envelope.id()))
        .param("event_id", envelope.id())
        .param("run", notice.runbookRunId())
        .param("kind", notice.kind().name())
        .param("task_run", notice.taskRunId().orElse(null))
        .param("as_of", Columns.of(notice.asOf().orElse(envelope.time())))
        .param("type", EventType.of(notice.event()).wireName())
        .param("event", new String(EventCodec.data(notice.event()), StandardCharsets.UTF_8))
        .param("title", Fitting.to(500, title))
        .param("correlation", envelope.correlationId())
        .param("traceparent", Fitting.orNull(100, envelope.traceparent()))
        .update();
    return true;
  }

  /** Nobody else can add it meanwhile: the run's thread is held. */
  private boolean known(UUID eventId) {
    return jdbc.sql("SELECT COUNT(*) FROM message WHERE caused_by = :event_id")
            .param("event_id", eventId)
            .query(Long.class)
            .single()
        > 0;
  }

  private void addDelivery(UUID eventId, Notice notice, String title, Planned planned) {
    var addressee = planned.addressee();
    boolean sent = planned.supersededBecause().isEmpty();
    String subject = new Composer(addressee.reader()).compose(notice, title).subject();
    jdbc.sql(
            """
            INSERT INTO delivery
              (delivery_id, message_id, recipient, channel, address, language, zone, subject,
               answers_to, state, claimable_at, matters_until, last_problem, created_at, ended_at)
            VALUES
              (:delivery, :message, :recipient, :channel, :address, :language, :zone, :subject,
               :answers_to, :state, IF(:sent, NOW(6), NULL),
               NOW(6) + INTERVAL :matters_for MICROSECOND, :because, NOW(6),
               IF(:sent, NULL, NOW(6)))
            """)
        .param("delivery", deliveryId(eventId, addressee.name(), addressee.channel().name()))
        .param("message", messageId(eventId))
        .param("recipient", Fitting.to(255, addressee.name()))
        .param("channel", addressee.channel().name())
        .param("address", Fitting.to(400, addressee.address()))
        .param("language", addressee.reader().language().tag())
        .param("zone", addressee.reader().zone().getId())
        .param("subject", Fitting.to(500, subject))
        .param("answers_to", planned.answersTo().orElse(null))
        .param("state", (sent ? DeliveryState.QUEUED : DeliveryState.SUPERSEDED).name())
        .param("sent", sent)
        .param("matters_for", Micros.of(settings.mattersFor()))
        .param("because", Fitting.orNull(1000, planned.supersededBecause().orElse(null)))
        .update();
  }

  private static UUID messageId(UUID eventId) {
    return Ids.named("message", eventId.toString());
  }

  static UUID deliveryId(UUID eventId, String recipient, String channel) {
    return Ids.named("delivery", eventId.toString(), recipient, channel);
  }
}
