package dev.upkeep.chassis.run;

import dev.upkeep.chassis.run.JournalEntry.Phase;
import dev.upkeep.chassis.run.TaskRun.CancelRequest;
import dev.upkeep.chassis.run.TaskRun.Failure;
import dev.upkeep.chassis.run.TaskRun.Question;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.MaintenanceCancelRequested;
import dev.upkeep.events.MaintenanceCancelled;
import dev.upkeep.events.MaintenanceResolved;
import dev.upkeep.events.RunReport;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people ask of runs: to stop, and how a run that could not be judged goes on. */
final class Requests {
  private static final Logger log = LoggerFactory.getLogger(Requests.class);

  private final RunStore store;
  private final Tasks tasks;
  private final HeldRuns held;
  private final Runnable wakeClaims;

  Requests(RunStore store, Tasks tasks, HeldRuns held, Runnable wakeClaims) {
    this.store = store;
    this.tasks = tasks;
    this.held = held;
    this.wakeClaims = wakeClaims;
  }

  void on(MaintenanceCancelRequested asked) {
    store
        .runs()
        .lock(asked.run().taskRunId())
        .ifPresentOrElse(
            run -> cancel(run, new CancelRequest(asked.requestedBy(), asked.reason())),
            () -> log.warn("Asked to cancel run {}, which is not known", asked.run().taskRunId()));
  }

  private void cancel(TaskRun run, CancelRequest request) {
    switch (run.state()) {
      case ACCEPTED -> {
        store.runs().requestCancel(run, request);
        RunReport report = NotStarted.nothingDone(store.clock().instant());
        store.runs().end(run, RunMove.CANCEL, report);
        store
            .outbox()
            .add(
                new MaintenanceCancelled(run.ref(), request.by(), request.reason(), report),
                run.cause());
      }
      case RUNNING -> {
        if (run.cancel() == null) {
          store.runs().requestCancel(run, request);
          store.runs().hurry(run);
          store.transactions().afterCommit(() -> held.cancel(run.id(), request));
          store.transactions().afterCommit(wakeClaims);
        }
      }
      case NEEDS_OPERATOR -> {
        store.runs().requestCancel(run, request);
        Question question = question(run);
        resolve(
            run,
            versionAfter(question, run),
            new Failure(question.step(), request.reason(), "", request.by()));
      }
      case COMPLETED, SKIPPED, FAILED, CANCELLED ->
          log.info("Asked to cancel run {}, which has ended as {}", run.id(), run.state());
    }
  }

  void on(MaintenanceResolved answer) {
    store
        .runs()
        .lock(answer.run().taskRunId())
        .filter(run -> run.state() == RunState.NEEDS_OPERATOR)
        .ifPresentOrElse(
            run -> resolve(run, answer),
            () ->
                log.warn(
                    "An answer came for run {}, which does not wait for one; nothing changes",
                    answer.run().taskRunId()));
  }

  private void resolve(TaskRun run, MaintenanceResolved answer) {
    Question question = question(run);
    if (question.about() == Question.About.APPROVAL
        && answer.answer() == MaintenanceResolved.Answer.DID_NOT_HAPPEN) {
      resolve(
          run,
          run.stepsVersion(),
          new Failure(question.step(), answer.reason(), "", answer.resolvedBy()));
      return;
    }
    if (answer.answer() == MaintenanceResolved.Answer.DID_NOT_HAPPEN) {
      clearStep(run, question, answer);
      resolve(
          run,
          versionAfter(question, run),
          new Failure(
              question.step(),
              "%s said that it did not happen: %s".formatted(answer.resolvedBy(), answer.reason()),
              "Run it again from here when it can work.",
              null));
      return;
    }
    switch (question.about()) {
      case STEP, APPROVAL -> {
        if (answer.answer() == MaintenanceResolved.Answer.HAPPENED) {
          store.journals().append(run, happened(question.step(), answer));
        } else {
          clearStep(run, question, answer);
        }
        resolve(run, versionAfter(question, run), null);
      }
      case STEPS_VERSION, WORKERS -> resolve(run, versionAfter(question, run), null);
    }
  }

  private void clearStep(TaskRun run, Question question, MaintenanceResolved answer) {
    if (question.about() == Question.About.STEP || question.about() == Question.About.APPROVAL) {
      store
          .journals()
          .append(
              run,
              JournalEntry.of(
                  question.step(),
                  Phase.CLEARED,
                  store.clock().instant(),
                  answer.resolvedBy() + ": " + answer.reason()));
    }
  }

  private JournalEntry happened(String step, MaintenanceResolved answer) {
    return new JournalEntry(
        step,
        Phase.DONE,
        store.clock().instant(),
        null,
        Evidence.of("resolved-by", answer.resolvedBy())
            .with("resolved-at", store.clock().instant())
            .with("seen", answer.reason()),
        Map.of());
  }

  /** Whatever a person answered about the list of steps, it is not asked about again. */
  private @Nullable Integer versionAfter(Question question, TaskRun run) {
    return question.about() == Question.About.STEPS_VERSION ? newVersion(run) : run.stepsVersion();
  }

  private @Nullable Integer newVersion(TaskRun run) {
    return tasks
        .of(run.ref().kind())
        .map(known -> known.task().steps().version())
        .orElse(run.stepsVersion());
  }

  private void resolve(TaskRun run, @Nullable Integer stepsVersion, @Nullable Failure failure) {
    store.runs().resolve(run, stepsVersion, failure);
    store.transactions().afterCommit(wakeClaims);
  }

  private static Question question(TaskRun run) {
    Question question = run.question();
    if (question == null) {
      throw new IllegalStateException(
          "run " + run.id() + " needs an operator, but nobody wrote down what for");
    }
    return question;
  }
}
