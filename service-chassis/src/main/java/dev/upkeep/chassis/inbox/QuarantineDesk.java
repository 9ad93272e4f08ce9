package dev.upkeep.chassis.inbox;

import dev.upkeep.chassis.audit.AuditTrail;
import dev.upkeep.chassis.database.DatabaseTrouble;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.inbox.QuarantinedRecords.Kept;
import dev.upkeep.chassis.inbox.QuarantinedRecords.State;
import dev.upkeep.chassis.inbox.Reading.NotUnderstood;
import dev.upkeep.chassis.inbox.Reading.Objection;
import dev.upkeep.chassis.inbox.Reading.Understood;
import dev.upkeep.chassis.inbox.TakingIn.RefusedInside;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where people settle what is in quarantine. */
final class QuarantineDesk {
  private final QuarantinedRecords records;
  private final Map<String, TakingIn<?>> consumers;
  private final Transactions transactions;
  private final AuditTrail audit;
  private final Clock clock;

  QuarantineDesk(
      QuarantinedRecords records,
      Map<String, TakingIn<?>> consumers,
      Transactions transactions,
      AuditTrail audit,
      Clock clock) {
    this.records = records;
    this.consumers = Map.copyOf(consumers);
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
  }

  /** Hands a record to its consumer again, on the way every record takes. */
  Settled replay(UUID id, String who, String why) {
    try {
      return transactions.inTransaction(() -> settle(id, who, why, State.REPLAYED));
    } catch (RefusedInside e) {
      return refused(Objections.of(e.refusal()));
    } catch (RuntimeException e) {
      if (DatabaseTrouble.isPassing(e)) {
        throw e;
      }
      return refused(Objections.failing(e, 1));
    }
  }

  /** Gives a record up; the row stays for its retention, the copy on the dead-letter topic too. */
  Settled drop(UUID id, String who, String why) {
    return transactions.inTransaction(() -> settle(id, who, why, State.DROPPED));
  }

  private Settled settle(UUID id, String who, String why, State state) {
    Optional<Kept> found = records.findLocked(id);
    if (found.isEmpty()) {
      return new Settled.NotThere();
    }
    Kept kept = found.get();
    if (kept.state() != State.WAITING) {
      return new Settled.NotPossible("the record is " + kept.state() + " already");
    }
    if (state == State.REPLAYED) {
      TakingIn<?> consumer = consumers.get(kept.consumer());
      if (consumer == null) {
        return new Settled.NotPossible(
            "this version of the service has no consumer " + kept.consumer());
      }
      Optional<Objection> objection = takeIn(consumer, kept.record());
      if (objection.isPresent()) {
        return refused(objection.get());
      }
    }
    audit.record(who, "quarantine." + state.verb(), id.toString(), why);
    records.settle(id, state, clock.instant());
    return new Settled.Done(state.name().toLowerCase(Locale.ROOT));
  }

  private static <M> Optional<Objection> takeIn(
      TakingIn<M> consumer, ConsumerRecord<byte[], byte[]> record) {
    return switch (consumer.read(record)) {
      case NotUnderstood<M>(var _, var objection) -> Optional.of(objection);
      case Understood<M> understood -> {
        consumer.together(List.of(understood));
        yield Optional.empty();
      }
    };
  }

  private static Settled refused(Objection objection) {
    return new Settled.NotPossible(
        "it is still refused (%s): %s".formatted(objection.reason(), objection.detail()));
  }

  /** What came of settling. */
  sealed interface Settled {
    record Done(String state) implements Settled {}

    record NotThere() implements Settled {}

    record NotPossible(String because) implements Settled {}
  }
}
