package dev.upkeep.chassis.run;

import dev.upkeep.chassis.run.HeldRun.Ending;
import dev.upkeep.chassis.run.Leave.How;
import dev.upkeep.chassis.run.TaskRun.CancelRequest;
import dev.upkeep.chassis.run.TaskRun.Failure;
import dev.upkeep.events.TaskRunRef;
import java.util.concurrent.Callable;

/** What the parts of one attempt share: the run in hand, its record, and how to stop for it. */
record Attempt(
    HeldRun held,
    Tasks.KnownTask task,
    Record parameters,
    RunRecord record,
    Progress progress,
    RunObserver observer,
    RunSettings settings) {

  static final String LIMITS = "limits";

  TaskRunRef ref() {
    return held.run().ref();
  }

  Journal journal() {
    return record.journal();
  }

  RunContext context(String step) {
    return new RunContext(step, held, record, progress, parameters, observer);
  }

  void passes(Boundary boundary, String step) {
    observer.passes(ref(), boundary, step);
  }

  <T> Ending<T> perform(Work work, Callable<T> code) {
    return held.perform(work, code);
  }

  /** Between two steps: goes no further if the run has to stop. */
  void boundary(String step) throws Leave {
    if (held.stop().isPresent()) {
      throw leave(step, held.stop().get());
    }
  }

  /** How an attempt ends that was stopped at a step. */
  Leave leave(String step, Stop stop) {
    return switch (stop) {
      case Stop.LeaseGone() -> throw new LeaseLost(held.id(), held.fence());
      case Stop.Cancelled(CancelRequest request) ->
          new Leave(new How.GiveUp(new Failure(step, request.reason(), "", request.by())));
      case Stop.HandOver() -> new Leave(new How.HandOver());
      case Stop.RunOverLimit(String reason) ->
          Leave.giveUp(
              LIMITS,
              reason + "; it had come to step " + step,
              "See what took so long, then run it again; raise the task's limit if it needs more.");
      case Stop.StepOverLimit(String reason) ->
          Leave.tryAgain(
              step, reason, "See what the step waits for; the next attempt may find it gone.");
    };
  }

  static String said(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
