package dev.upkeep.chassis.inbox;

import dev.upkeep.chassis.database.DatabaseTrouble;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.inbox.InboxSequences.Irregularities;
import dev.upkeep.chassis.inbox.InboxSequences.Numbered;
import dev.upkeep.chassis.inbox.InboxSequences.Place;
import dev.upkeep.chassis.inbox.Reading.NotUnderstood;
import dev.upkeep.chassis.inbox.Reading.Objection;
import dev.upkeep.chassis.inbox.Reading.Understood;
import dev.upkeep.chassis.observability.LogScope;
import dev.upkeep.events.DueEvent;
import dev.upkeep.events.RunEvent;
import dev.upkeep.events.envelope.EventEnvelope;
import dev.upkeep.events.envelope.UnacceptableEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes records in: their ids and whatever they change in one transaction. What was polled together
 * is taken in together; if one of them fails, each is taken in alone.
 */
final class TakingIn<M> {
  private static final int LONGEST_KEY = 255;

  private final Inbound<M> inbound;
  private final Transactions transactions;
  private final InboxEntries inbox;
  private final InboxSequences sequences;
  private final QuarantinedRecords quarantine;
  private final Clock clock;

  TakingIn(
      Inbound<M> inbound,
      Transactions transactions,
      InboxEntries inbox,
      InboxSequences sequences,
      QuarantinedRecords quarantine,
      Clock clock) {
    this.inbound = inbound;
    this.transactions = transactions;
    this.inbox = inbox;
    this.sequences = sequences;
    this.quarantine = quarantine;
    this.clock = clock;
  }

  String consumer() {
    return inbound.name();
  }

  /** Reads a record. Whatever goes wrong with that is the record's fault. */
  Reading<M> read(ConsumerRecord<byte[], byte[]> record) {
    try {
      return new Understood<>(record, inbound.decode(record));
    } catch (UnacceptableEvent e) {
      return new NotUnderstood<>(record, Objections.of(e));
    } catch (RuntimeException | StackOverflowError e) {
      return new NotUnderstood<>(record, Objections.unreadable(e));
    }
  }

  /**
   * Takes records in, all or none.
   *
   * @throws RefusedInside if one of them was found unacceptable on the way; nothing is kept
   */
  TakenIn together(List<Reading<M>> readings) {
    return transactions.inTransaction(() -> now(readings));
  }

  /** Keeps a record in quarantine, whatever it is. */
  TakenIn quarantine(ConsumerRecord<byte[], byte[]> record, Objection objection) {
    return together(List.of(new NotUnderstood<>(record, objection)));
  }

  private TakenIn now(List<Reading<M>> readings) {
    Instant now = clock.instant();
    int quarantined = 0;
    List<Understood<M>> readable = new ArrayList<>();
    for (Reading<M> reading : readings) {
      switch (reading) {
        case Understood<M> message -> readable.add(message);
        case NotUnderstood<M>(var record, var objection) -> {
          if (quarantine.add(consumer(), record, objection, now)) {
            inbound.onRefused(record, objection.reason(), objection.detail());
            quarantined++;
          }
        }
      }
    }
    List<Understood<M>> fresh = fresh(readable);
    inbox.add(consumer(), fresh.stream().map(each -> each.message().id()).toList(), now);
    Irregularities odd = sequences.follow(consumer(), numbered(fresh), now);
    fresh.forEach(this::handle);
    return new TakenIn(
        fresh.size(), readable.size() - fresh.size(), quarantined, odd.missing(), odd.late());
  }

  private List<Understood<M>> fresh(List<Understood<M>> readable) {
    Set<UUID> ids = new LinkedHashSet<>();
    readable.forEach(each -> ids.add(each.message().id()));
    Set<UUID> seen = inbox.seen(consumer(), ids);
    return readable.stream().filter(each -> seen.add(each.message().id())).toList();
  }

  private List<Numbered> numbered(List<Understood<M>> fresh) {
    List<Numbered> numbered = new ArrayList<>();
    for (Understood<M> each : fresh) {
      byte @Nullable [] key = each.record().key();
      if (each.message().content() instanceof EventEnvelope<?> envelope
          && key != null
          && key.length <= LONGEST_KEY) {
        numbered.add(new Numbered(Place.of(each.record().topic(), key), envelope.sequence()));
      }
    }
    return numbered;
  }

  private void handle(Understood<M> message) {
    M content = message.message().content();
    try (LogScope _ = scope(content)) {
      inbound.on(content);
    } catch (UnacceptableEvent e) {
      throw new RefusedInside(e);
    }
  }

  private static LogScope scope(@Nullable Object content) {
    if (content instanceof EventEnvelope<?> envelope) {
      UUID run =
          switch (envelope.event()) {
            case DueEvent due -> due.run().taskRunId();
            case RunEvent of -> of.run().taskRunId();
            default -> null;
          };
      return LogScope.of(run, envelope.correlationId(), envelope.traceparent());
    }
    return LogScope.of(null, null, null);
  }

  /** What may be told of an exception: whether the same work may succeed later. */
  static boolean isPassing(Throwable thrown) {
    return thrown instanceof OutOfMemoryError || DatabaseTrouble.isPassing(thrown);
  }

  /** Carries {@link UnacceptableEvent} out of the transaction, so that it rolls back. */
  static final class RefusedInside extends RuntimeException {
    private final UnacceptableEvent refusal;

    RefusedInside(UnacceptableEvent refusal) {
      super(refusal);
      this.refusal = refusal;
    }

    UnacceptableEvent refusal() {
      return refusal;
    }
  }
}
