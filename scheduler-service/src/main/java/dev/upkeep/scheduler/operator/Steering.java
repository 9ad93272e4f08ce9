package dev.upkeep.scheduler.operator;

import dev.upkeep.chassis.audit.AuditTrail;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.observability.TraceContext;
import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.events.Ids;
import dev.upkeep.events.MaintenanceResolved;
import dev.upkeep.events.RunbookRunRef;
import dev.upkeep.scheduler.definition.Definitions;
import dev.upkeep.scheduler.definition.RunPlans;
import dev.upkeep.scheduler.flow.NewRun;
import dev.upkeep.scheduler.flow.RunView;
import dev.upkeep.scheduler.flow.Runs;
import dev.upkeep.scheduler.flow.Verdict;
import dev.upkeep.scheduler.ledger.Ledger;
import dev.upkeep.scheduler.ledger.LedgerEntry;
import dev.upkeep.scheduler.ledger.LedgerEntry.Origin;
import dev.upkeep.scheduler.ledger.LedgerEntry.Outcome;
import dev.upkeep.scheduler.runbook.Configuration;
import dev.upkeep.scheduler.runbook.Runbook;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** What people do with runs: done and recorded in one transaction, or refused with a reason. */
@Component
class Steering {

  private final Runs runs;
  private final Definitions definitions;
  private final Ledger ledger;
  private final AuditTrail audit;
  private final Transactions transactions;
  private final Clock clock;

  Steering(
      Runs runs,
      Definitions definitions,
      Ledger ledger,
      AuditTrail audit,
      Transactions transactions,
      Clock clock) {
    this.runs = runs;
    this.definitions = definitions;
    this.ledger = ledger;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Asks a run to stop at its next safe point. */
  Verdict cancel(UUID run, String person, String reason) {
    return recorded(person, "run.cancel", run, reason, () -> runs.cancel(run, by(person), reason));
  }

  /** Answers the question of a task. */
  Verdict resolve(
      UUID run, String task, MaintenanceResolved.Answer answer, String person, String reason) {
    return recorded(
        person,
        "run.resolve " + answer,
        run,
        reason,
        () -> runs.resolve(run, task, answer, by(person), reason));
  }

  /**
   * Takes a run up again from the task that failed, with the runbook as it is in force now. A run
   * is taken up once; what comes of that may be taken up in turn.
   */
  Verdict rerun(UUID run, String person, String reason) {
    Optional<RunView> found = runs.find(run);
    if (found.isEmpty()) {
      return new Verdict.Unknown();
    }
    RunView old = found.get();
    Configuration inForce = definitions.inForce();
    Optional<Runbook> runbook =
        inForce.runbook(old.runbook()).filter(r -> r.system().equals(old.system()));
    if (runbook.isEmpty()) {
      return new Verdict.Refused(
          "runbook '%s' of system '%s' is not in force any more"
              .formatted(old.runbook(), old.system()));
    }
    NewRun fresh = fresh(old, runbook.get(), inForce, by(person));
    return recorded(
        person,
        "run.rerun",
        run,
        reason,
        () -> {
          Verdict verdict = runs.rerun(run, fresh);
          if (verdict instanceof Verdict.Accepted) {
            ledger.add(entry(fresh, "run %s again: %s".formatted(run, reason)));
          }
          return verdict;
        });
  }

  private Verdict recorded(
      String person, String what, UUID run, String reason, Supplier<Verdict> act) {
    return transactions.inTransaction(
        () -> {
          Verdict verdict = act.get();
          if (verdict instanceof Verdict.Accepted) {
            audit.record(person, what, "run " + run, reason);
          }
          return verdict;
        });
  }

  private static String by(String person) {
    return "person:" + person;
  }

  private NewRun fresh(RunView old, Runbook runbook, Configuration inForce, String by) {
    UUID runId = Ids.named("rerun", old.runbookRunId().toString());
    return new NewRun(
        new RunbookRunRef(
            runId, old.system(), old.runbook(), runbook.title(), clock.instant(), by, old.dryRun()),
        RunPlans.of(runbook, inForce),
        new Cause(old.correlationId(), TraceContext.begin().traceparent()));
  }

  private LedgerEntry entry(NewRun run, String reason) {
    Instant now = clock.instant();
    RunbookRunRef ref = run.ref();
    return new LedgerEntry(
        ref.runbookRunId(),
        Origin.RERUN,
        ref.system(),
        ref.runbook(),
        now,
        now,
        Outcome.STARTED,
        reason,
        ref.triggeredBy(),
        ref.runbookRunId());
  }
}
