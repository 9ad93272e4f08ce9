package dev.upkeep.chassis.run;

import dev.upkeep.chassis.run.HeldRun.Ending;
import dev.upkeep.chassis.run.JournalEntry.Phase;
import dev.upkeep.chassis.task.CheckableStep;
import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.Probe;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.Step;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.UnrepeatableStep;
import dev.upkeep.events.Evidence;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes through a task's steps in order, from where the journal says that the run is. */
final class StepWalk {
  private static final Logger log = LoggerFactory.getLogger(StepWalk.class);
  private static final String WORLD =
      "See the worker's log for the whole error; what it names has to work before the next attempt.";

  private final Attempt attempt;
  private final RunRecord record;

  StepWalk(Attempt attempt) {
    this.attempt = attempt;
    this.record = attempt.record();
  }

  void walk(Steps steps) throws Leave, InterruptedException {
    List<Steps.Entry> entries = steps.entries();
    for (int i = 0; i < entries.size(); i++) {
      switch (entries.get(i)) {
        case Steps.One(Step step) -> {
          attempt.progress().at(i, 0, 1);
          pass(step, step.name());
        }
        case Steps.Many many -> {
          List<String> items = items(many);
          for (int item = 0; item < items.size(); item++) {
            attempt.progress().at(i, item, items.size());
            pass(many.each().on(items.get(item)), many.name() + "/" + items.get(item));
          }
        }
      }
    }
  }

  private List<String> items(Steps.Many many) throws Leave {
    if (attempt.journal().items(many.name()).isPresent()) {
      return attempt.journal().items(many.name()).get();
    }
    attempt.boundary(many.name());
    RunContext context = attempt.context(many.name());
    List<String> items =
        look(many.name(), attempt.perform(Work.look(many.name()), () -> many.items().in(context)));
    record.items(many.name(), items);
    return items;
  }

  /** Brings one step behind us. */
  private void pass(Step step, String name) throws Leave, InterruptedException {
    switch (Resumption.of(step, attempt.journal().status(name))) {
      case Resumption.Pass() -> {}
      case Resumption.Begin() -> {
        attempt.boundary(name);
        begin(step, name);
      }
      case Resumption.Probe(CheckableStep checkable) -> {
        if (!happened(checkable, name)) {
          attempt.boundary(name);
          begin(step, name);
        }
      }
      case Resumption.Ask(UnrepeatableStep unrepeatable) ->
          throw Leave.ask(
              name,
              "the step was torn off, and only a person can tell whether its effect happened",
              unrepeatable.question());
    }
  }

  private void begin(Step step, String name) throws Leave {
    if (attempt.ref().dryRun()) {
      switch (step) {
        case LookingStep ignored -> run(step, name);
        case RepeatableStep repeatable -> plan(name, repeatable::plan);
        case CheckableStep checkable -> plan(name, checkable::plan);
        case UnrepeatableStep unrepeatable -> plan(name, unrepeatable::plan);
      }
    } else {
      run(step, name);
    }
  }

  private void run(Step step, String name) throws Leave {
    attempt.passes(Boundary.BEFORE_INTENT, name);
    record.line(name, Phase.INTENT);
    attempt.passes(Boundary.AFTER_INTENT, name);
    RunContext context = attempt.context(name);
    Ending<StepOutcome> ending = attempt.perform(Work.step(name, step), () -> step.run(context));
    attempt.passes(Boundary.AFTER_EFFECT, name);
    switch (ending) {
      case Ending.Returned<StepOutcome>(StepOutcome outcome) -> ended(name, outcome, context);
      case Ending.Threw<StepOutcome>(Exception e) -> throw broken(step, name, e);
      case Ending.Stopped<StepOutcome>(Stop stop) -> throw stopped(step, name, stop);
    }
    attempt.passes(Boundary.AFTER_DONE, name);
  }

  private void ended(String name, StepOutcome outcome, RunContext context) throws Leave {
    switch (outcome) {
      case StepOutcome.Done(Evidence evidence) ->
          record.stepEnded(name, Phase.DONE, "", evidence, context.notes(), attempt.progress());
      case StepOutcome.Skipped(String reason, Evidence evidence) ->
          record.stepEnded(
              name, Phase.SKIPPED, reason, evidence, context.notes(), attempt.progress());
      case StepOutcome.Failed(String reason, String remedy, boolean retryable) -> {
        record.stepFailed(name, reason);
        throw retryable ? Leave.tryAgain(name, reason, remedy) : Leave.giveUp(name, reason, remedy);
      }
      case StepOutcome.NeedsApproval(String plan, String question) -> {
        record.stepFailed(name, "it waits for approval");
        throw Leave.askApproval(name, plan, question);
      }
    }
  }

  private Leave broken(Step step, String name, Exception e) {
    log.warn("Step {} broke; its effect is open", name, e);
    record.line(name, Phase.BROKEN, Attempt.said(e));
    return step instanceof UnrepeatableStep unrepeatable
        ? Leave.ask(name, "the step broke: " + Attempt.said(e), unrepeatable.question())
        : Leave.tryAgain(name, Attempt.said(e), WORLD);
  }

  private Leave stopped(Step step, String name, Stop stop) {
    Leave leave = attempt.leave(name, stop);
    record.line(name, Phase.BROKEN, stop.words());
    return step instanceof UnrepeatableStep unrepeatable
        ? Leave.ask(name, stop.words(), unrepeatable.question())
        : leave;
  }

  private void plan(String name, Planned planned) throws Leave {
    RunContext context = attempt.context(name);
    Plan plan = look(name, attempt.perform(Work.look(name), () -> planned.plan(context)));
    record.stepEnded(
        name, Phase.PLANNED, plan.line(), plan.figures(), context.notes(), attempt.progress());
  }

  /** Looks until it is clear whether the step's effect happened. */
  private boolean happened(CheckableStep step, String name) throws Leave, InterruptedException {
    long until = System.nanoTime() + step.limit().toNanos();
    while (true) {
      attempt.boundary(name);
      RunContext context = attempt.context(name);
      Probe probe = look(name, attempt.perform(Work.look(name), () -> step.probe(context)));
      switch (probe) {
        case Probe.Happened(Evidence evidence) -> {
          log.info("Step {} was torn off, but its effect is there; going on after it", name);
          record.stepEnded(name, Phase.DONE, "", evidence, context.notes(), attempt.progress());
          return true;
        }
        case Probe.CannotHappenAnyMore(String reason) -> {
          log.info("Step {} was torn off and is begun again: {}", name, reason);
          record.line(name, Phase.CLEARED, reason);
          return false;
        }
        case Probe.StillRunning(String reason) -> {
          if (System.nanoTime() - until > 0) {
            throw Leave.ask(
                name,
                "what a lost worker started still goes on after %s: %s"
                    .formatted(HeldRun.words(step.limit()), reason),
                "Has it ended, and did its effect happen?");
          }
          log.info("Step {} still goes on, looking again: {}", name, reason);
          Duration wait = attempt.settings().probeWait();
          attempt.held().pause(wait);
        }
        case Probe.CannotTell(String question) ->
            throw Leave.ask(
                name,
                "the step was torn off, and its target does not tell what happened",
                question);
      }
    }
  }

  private <T> T look(String name, Ending<T> ending) throws Leave {
    return switch (ending) {
      case Ending.Returned<T>(T value) -> value;
      case Ending.Threw<T>(Exception e) -> {
        log.warn("Looking for step {} broke", name, e);
        throw Leave.tryAgain(name, Attempt.said(e), WORLD);
      }
      case Ending.Stopped<T>(Stop stop) -> throw attempt.leave(name, stop);
    };
  }

  /** One of the three kinds of step that can say what it would do. */
  @FunctionalInterface
  private interface Planned {
    Plan plan(RunContext context) throws Exception;
  }
}
