package dev.upkeep.scheduler.operator;

import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.observability.TraceContext;
import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.events.Ids;
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
import org.springframework.stereotype.Component;

/**
 * Takes runs up again from the task that failed, with the runbook as it is in force now. A run is
 * taken up once; what comes of that may be taken up in turn.
 */
@Component
class Reruns {

  private final Runs runs;
  private final Definitions definitions;
  private final Ledger ledger;
  private final Transactions transactions;
  private final Clock clock;

  Reruns(
      Runs runs, Definitions definitions, Ledger ledger, Transactions transactions, Clock clock) {
    this.runs = runs;
    this.definitions = definitions;
    this.ledger = ledger;
    this.transactions = transactions;
    this.clock = clock;
  }

  Verdict rerun(UUID id, String by, String reason) {
    Optional<RunView> found = runs.find(id);
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
    NewRun fresh = fresh(old, runbook.get(), inForce, by);
    return transactions.inTransaction(
        () -> {
          Verdict verdict = runs.rerun(id, fresh);
          if (verdict instanceof Verdict.Accepted accepted) {
            ledger.add(
                entry(fresh, accepted.runbookRunId(), "run %s again: %s".formatted(id, reason)));
          }
          return verdict;
        });
  }

  private NewRun fresh(RunView old, Runbook runbook, Configuration inForce, String by) {
    UUID runId = Ids.named("rerun", old.runbookRunId().toString());
    return new NewRun(
        new RunbookRunRef(
            runId, old.system(), old.runbook(), runbook.title(), clock.instant(), by, old.dryRun()),
        RunPlans.of(runbook, inForce),
        new Cause(old.correlationId(), TraceContext.begin().traceparent()));
  }

  private LedgerEntry entry(NewRun run, UUID runId, String reason) {
    Instant now = clock.instant();
    return new LedgerEntry(
        runId,
        Origin.RERUN,
        run.ref().system(),
        run.ref().runbook(),
        now,
        now,
        Outcome.STARTED,
        reason,
        run.ref().triggeredBy(),
        runId);
  }
}
