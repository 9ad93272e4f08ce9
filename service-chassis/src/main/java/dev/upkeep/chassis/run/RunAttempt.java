package dev.upkeep.chassis.run;

import dev.upkeep.chassis.observability.LogScope;
import dev.upkeep.chassis.run.HeldRun.Ending;
import dev.upkeep.chassis.run.Leave.How;
import dev.upkeep.chassis.run.TaskRun.Failure;
import dev.upkeep.chassis.run.TaskRun.Question;
import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.events.MaintenanceCancelled;
import dev.upkeep.events.MaintenanceCompleted;
import dev.upkeep.events.MaintenanceFailed;
import dev.upkeep.events.MaintenanceSkipped;
import dev.upkeep.events.MaintenanceStarted;
import dev.upkeep.events.RunEvent;
import dev.upkeep.events.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt at one run, from the claim to where the run ends, waits or changes hands. */
final class RunAttempt {
  private static final Logger log = LoggerFactory.getLogger(RunAttempt.class);
  private static final String PRECHECK = "precheck";

  private final Claims.Claimed claimed;
  private final HeldRun held;
  private final RunParts parts;
  private final RunRecord record;
  private final Instant begunAt;

  RunAttempt(Claims.Claimed claimed, HeldRun held, RunParts parts) {
    this.claimed = claimed;
    this.held = held;
    this.parts = parts;
    this.record = new RunRecord(parts.store(), parts.leftovers(), held);
    this.begunAt = parts.store().clock().instant();
  }

  /** Returns when nothing of the attempt works any more; what could not be written is left. */
  void run() {
    TaskRun run = held.run();
    try (LogScope _ =
        LogScope.of(run.id(), run.cause().correlationId(), run.cause().traceparent())) {
      parts.observer().passes(run.ref(), Boundary.CLAIMED, "");
      begin(run);
    } catch (LeaseLost lost) {
      parts.metrics().leaseLost();
      log.warn(
          "The run {} was lost while it was worked on; whoever claims it goes on from the journal",
          run.id());
    } catch (InterruptedException e) {
      log.warn("Interrupted; the run {} goes on when its lease ends", run.id());
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("The run {} could not be recorded; it goes on when its lease ends", run.id(), e);
    }
  }

  private void begin(TaskRun run) throws InterruptedException {
    Optional<Tasks.KnownTask> known = parts.tasks().of(run.ref().kind());
    if (!endsLeftovers()) {
      return;
    }
    if (known.isEmpty()) {
      unknownHere(run);
      return;
    }
    if (run.crashes() >= parts.settings().crashes()) {
      ask(
          Question.About.WORKERS,
          "%d workers in a row were lost with this run before a step ended"
              .formatted(run.crashes()),
          "Does the run bring its worker down? See the logs of the workers' ends.");
      return;
    }
    Steps steps = known.get().task().steps();
    Integer begunWith = run.stepsVersion();
    if (begunWith != null && begunWith != steps.version() && record.journal().begun()) {
      ask(
          Question.About.STEPS_VERSION,
          "it was begun with version %d of the list of steps, and this worker has version %d"
              .formatted(begunWith, steps.version()),
          "Can the new list go on from what the journal says was done? Otherwise let it fail, or finish it with the old version.");
      return;
    }
    attempt(known.get(), steps);
  }

  /** Workers that might know it had their time. */
  private void unknownHere(TaskRun run) {
    if (run.state() == RunState.ACCEPTED) {
      RunReport report = NotStarted.nothingDone(parts.store().clock().instant());
      String reason = "no worker that runs knows the task %s".formatted(run.ref().kind());
      log.warn("The run fails without having started: {}", reason);
      record.end(
          RunMove.FAIL,
          report,
          new MaintenanceFailed(
              run.ref(),
              reason,
              "Correct the runbook, or start a version of the service that knows it; this one knows %s."
                  .formatted(parts.tasks().kinds()),
              PRECHECK,
              report));
      return;
    }
    ask(
        Question.About.WORKERS,
        "no worker that runs knows the task %s any more".formatted(run.ref().kind()),
        "Start a version of the service that knows it; then let the run go on.");
  }

  private boolean endsLeftovers() {
    try {
      record.endLeftovers();
      return true;
    } catch (LeaseLost lost) {
      throw lost;
    } catch (Exception e) {
      log.error(
          "What a lost worker left behind may still work; the run waits {} and tries again to end it",
          parts.settings().probeWait(),
          e);
      record.release(parts.settings().probeWait(), false);
      return false;
    }
  }

  private void ask(Question.About about, String reason, String question) {
    log.error("An operator has to decide: {}. {}", reason, question);
    record.ask(new Question(about, "", reason, question));
  }

  private void attempt(Tasks.KnownTask task, Steps steps) throws InterruptedException {
    TaskRun run = held.run();
    Progress progress = new Progress(record, steps.entries().size());
    record.started(
        run.state() == RunState.ACCEPTED ? RunMove.START : RunMove.CONTINUE,
        steps.version(),
        new MaintenanceStarted(
            run.ref(),
            run.attempt() + 1,
            parts.instance(),
            claimed.takenOver(),
            steps.entries().stream().map(Steps.Entry::name).toList()));
    log.info(
        "Attempt {} at {} on {} begins{}",
        run.attempt() + 1,
        run.ref().kind(),
        run.ref().component(),
        claimed.takenOver() ? ", taken over from " + claimed.lostBy() : "");
    parts.observer().passes(run.ref(), Boundary.STARTED, "");
    Attempt attempt =
        new Attempt(
            held,
            task,
            task.parameters().read(run.parameters()),
            record,
            progress,
            parts.observer(),
            parts.settings());
    try {
      Failure failure = run.failure();
      if (failure == null) {
        work(attempt, steps);
      } else {
        giveUp(attempt, steps, failure);
      }
    } catch (Leave leave) {
      leave(attempt, steps, leave.how());
    }
  }

  private void work(Attempt attempt, Steps steps) throws Leave, InterruptedException {
    attempt.boundary(PRECHECK);
    if (!record.journal().anyStepEnded()) {
      Optional<String> skip = precheck(attempt);
      if (skip.isPresent()) {
        end(
            attempt,
            RunMove.SKIP,
            report(List.of()),
            r -> new MaintenanceSkipped(attempt.ref(), skip.get(), r));
        return;
      }
    }
    new StepWalk(attempt).walk(steps);
    end(
        attempt,
        RunMove.COMPLETE,
        report(List.of()),
        r -> new MaintenanceCompleted(attempt.ref(), r));
  }

  /** Why there is nothing to do, or empty when the work can begin. */
  private Optional<String> precheck(Attempt attempt) throws Leave {
    RunContext context = attempt.context(PRECHECK);
    Ending<Precheck> ending =
        attempt.perform(Work.look(PRECHECK), () -> attempt.task().task().precheck(context));
    return switch (ending) {
      case Ending.Returned<Precheck>(Precheck.Go()) -> Optional.empty();
      case Ending.Returned<Precheck>(Precheck.Skip(String reason)) ->
          Optional.of(parts.store().masking().apply(reason));
      case Ending.Returned<Precheck>(
              Precheck.Fail(String reason, String remedy, boolean retryable)) ->
          throw retryable
              ? Leave.tryAgain(PRECHECK, reason, remedy)
              : Leave.giveUp(PRECHECK, reason, remedy);
      case Ending.Threw<Precheck>(Exception e) -> {
        log.warn("The precheck broke", e);
        throw Leave.tryAgain(PRECHECK, Attempt.said(e), "See the worker's log.");
      }
      case Ending.Stopped<Precheck>(Stop stop) -> throw attempt.leave(PRECHECK, stop);
    };
  }

  private void leave(Attempt attempt, Steps steps, How how) {
    try {
      switch (how) {
        case How.HandOver() -> handOver();
        case How.AskOperator(Question question) -> {
          log.error("Step {}: {}; an operator has to say", question.step(), question.reason());
          record.ask(question);
        }
        case How.TryAgain again -> tryAgainOrGiveUp(attempt, steps, again);
        case How.GiveUp(Failure failure) -> giveUp(attempt, steps, record.settle(failure));
      }
    } catch (Leave handedOver) {
      handOver();
    }
  }

  private void handOver() {
    log.info("The service stops; the run is handed over and goes on with the next worker");
    if (endsLeftovers()) {
      record.release(Duration.ZERO, false);
    }
  }

  private void tryAgainOrGiveUp(Attempt attempt, Steps steps, How.TryAgain again) throws Leave {
    TaskRun run = held.run();
    int failures = run.failures() + 1;
    int most = attempt.task().task().maxAttempts();
    Duration wait =
        new Backoff(parts.settings().retryFirst(), parts.settings().retryCap())
            .after(failures, ThreadLocalRandom.current());
    if (failures < most
        && parts.store().clock().instant().plus(wait).isBefore(run.mustEndBy(begunAt))) {
      log.warn(
          "Failed at {} ({} of {} attempts): {}; next attempt in {}",
          again.step(),
          failures,
          most,
          parts.store().masking().apply(again.reason()),
          wait);
      attempt
          .progress()
          .waiting(
              again.step(),
              "attempt %d of %d failed: %s".formatted(failures, most, again.reason()),
              wait);
      record.release(wait, true);
      return;
    }
    String why =
        failures < most
            ? " (no time is left for another attempt)"
            : failures == 1 ? "" : " (after %d attempts)".formatted(failures);
    giveUp(
        attempt,
        steps,
        record.settle(new Failure(again.step(), again.reason() + why, again.remedy(), null)));
  }

  /** Fails or cancels the run, when nothing of it works any more and its undos are through. */
  private void giveUp(Attempt attempt, Steps steps, Failure failure) throws Leave {
    attempt.passes(Boundary.BEFORE_UNDO, "");
    if (!endsLeftovers()) {
      return;
    }
    Undoing undoing = new Undoing(attempt, steps);
    undoing.undo();
    RunReport report = report(undoing.notUndone());
    String by = failure.cancelledBy();
    if (by == null) {
      end(
          attempt,
          RunMove.FAIL,
          report,
          r ->
              new MaintenanceFailed(
                  attempt.ref(), failure.reason(), failure.remedy(), failure.step(), r));
    } else {
      end(
          attempt,
          RunMove.CANCEL,
          report,
          r -> new MaintenanceCancelled(attempt.ref(), by, failure.reason(), r));
    }
  }

  private RunReport report(List<String> notUndone) {
    Journal journal = record.journal();
    TaskRun run = held.run();
    Instant now = parts.store().clock().instant();
    Instant first = run.firstStartedAt();
    return new RunReport(
        first == null ? begunAt : first,
        now,
        run.attempt() + 1,
        journal.reports(),
        journal.summary(),
        journal.undone(),
        notUndone);
  }

  private void end(
      Attempt attempt, RunMove move, RunReport report, Function<RunReport, RunEvent> event) {
    attempt.passes(Boundary.BEFORE_END, "");
    record.end(move, report, event.apply(report));
    parts.metrics().ended(attempt.ref().kind(), RunStates.require(RunState.RUNNING, move));
    log.info("The run has ended: {}", RunStates.require(RunState.RUNNING, move));
    attempt.passes(Boundary.AFTER_END, "");
  }
}
