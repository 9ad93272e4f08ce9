package dev.upkeep.scheduler.trigger;

import dev.upkeep.chassis.audit.AuditTrail;
import dev.upkeep.chassis.observability.TraceContext;
import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.events.Ids;
import dev.upkeep.events.RunbookRunRef;
import dev.upkeep.events.envelope.UnacceptableEvent;
import dev.upkeep.events.envelope.UnacceptableEvent.Reason;
import dev.upkeep.events.trigger.TriggerRecords;
import dev.upkeep.events.trigger.TriggerRequested;
import dev.upkeep.scheduler.catalogue.Catalogue;
import dev.upkeep.scheduler.definition.Definitions;
import dev.upkeep.scheduler.definition.RunPlans;
import dev.upkeep.scheduler.flow.Beginning;
import dev.upkeep.scheduler.flow.Beginning.Begun;
import dev.upkeep.scheduler.flow.Beginning.StillRunning;
import dev.upkeep.scheduler.flow.NewRun;
import dev.upkeep.scheduler.flow.Runs;
import dev.upkeep.scheduler.ledger.Ledger;
import dev.upkeep.scheduler.ledger.LedgerEntry;
import dev.upkeep.scheduler.ledger.LedgerEntry.Origin;
import dev.upkeep.scheduler.ledger.LedgerEntry.Outcome;
import dev.upkeep.scheduler.trigger.TriggerCheck.Checked;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Verifies triggers and makes runs of them. */
@Component
class Triggers {

  private static final Logger log = LoggerFactory.getLogger(Triggers.class);

  private static final int LONGEST_REASON = 1000;

  private final TrustedKeys keys;
  private final Definitions definitions;
  private final Catalogue catalogue;
  private final Runs runs;
  private final Ledger ledger;
  private final AuditTrail audit;
  private final Clock clock;

  Triggers(
      TrustedKeys keys,
      Definitions definitions,
      Catalogue catalogue,
      Runs runs,
      Ledger ledger,
      AuditTrail audit,
      Clock clock) {
    this.keys = keys;
    this.definitions = definitions;
    this.catalogue = catalogue;
    this.runs = runs;
    this.ledger = ledger;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Verifies, then reads, then checks a record; changes nothing.
   *
   * @throws UnacceptableEvent if it must not be acted on; the message says why and does not repeat
   *     what nobody has vouched for
   */
  Verified verify(ConsumerRecord<byte[], byte[]> record) throws UnacceptableEvent {
    return checked(TriggerRecords.decode(record, keys.byId()));
  }

  /** The same for an envelope that is to become a record. */
  Verified verify(byte[] envelope) throws UnacceptableEvent {
    return checked(TriggerRecords.decode(envelope, keys.byId()));
  }

  private Verified checked(TriggerRequested trigger) throws UnacceptableEvent {
    UUID runId = Ids.triggeredRunbookRun(trigger.actor(), trigger.triggerId());
    if (!ledger.known(Set.of(runId)).isEmpty()) {
      throw new UnacceptableEvent(
          Reason.REFUSED,
          "trigger %s of '%s' was taken in before: it is run %s, and nothing is run twice"
              .formatted(trigger.triggerId(), trigger.actor(), runId));
    }
    return switch (new TriggerCheck(definitions.inForce(), catalogue)
        .check(trigger, clock.instant())) {
      case Checked.Good good -> new Verified(trigger, good);
      case Checked.Bad(String reason) -> throw new UnacceptableEvent(Reason.REFUSED, reason);
    };
  }

  /** Makes a run of it; joins the transaction that takes the trigger in. */
  void accept(Verified verified) {
    TriggerRequested trigger = verified.trigger();
    Instant now = clock.instant();
    UUID runId = verified.runId();
    RunbookRunRef ref =
        new RunbookRunRef(
            runId,
            trigger.system(),
            trigger.runbook(),
            verified.checked().runbook().title(),
            now,
            verified.by(),
            trigger.dryRun());
    NewRun run =
        new NewRun(
            ref,
            RunPlans.of(
                verified.checked().runbook(),
                definitions.inForce(),
                verified.checked().parameters()),
            new Cause(runId, TraceContext.begin().traceparent()));
    Beginning became = runs.begin(List.of(run)).get(runId);
    String why = trigger.reason() == null ? "no reason given" : trigger.reason();
    ledger.add(
        switch (became) {
          case null -> throw new IllegalStateException("nothing became of run " + runId);
          case Begun() -> entry(verified, now, Outcome.STARTED, why);
          case StillRunning(String reason) ->
              entry(verified, now, Outcome.SKIPPED, "%s (asked for: %s)".formatted(reason, why));
        });
    audit.record(trigger.actor(), "trigger " + trigger.runbook(), "run " + runId, clipped(why));
    log.info("Trigger {} of {} became run {}", trigger.triggerId(), verified.by(), runId);
  }

  private static String clipped(String why) {
    return why.length() <= LONGEST_REASON ? why : why.substring(0, LONGEST_REASON - 1) + "…";
  }

  private static LedgerEntry entry(Verified verified, Instant now, Outcome outcome, String why) {
    return new LedgerEntry(
        verified.runId(),
        Origin.TRIGGER,
        verified.trigger().system(),
        verified.trigger().runbook(),
        now,
        now,
        outcome,
        why,
        verified.by(),
        verified.runId());
  }

  /**
   * Writes a refusal down. What the record says of itself is not repeated: nobody has vouched for
   * it.
   *
   * @param occurrence stands for the record at its place
   */
  void refused(UUID occurrence, String reason, String detail) {
    Instant now = clock.instant();
    if (ledger.known(Set.of(occurrence)).isEmpty()) {
      ledger.add(
          new LedgerEntry(
              occurrence,
              Origin.TRIGGER,
              null,
              null,
              now,
              now,
              Outcome.REFUSED,
              "%s: %s".formatted(reason, detail),
              "unknown",
              null));
    }
    log.warn(
        "A trigger was refused ({}: {}); it is kept in quarantine and nothing was run",
        reason,
        detail);
  }
}
