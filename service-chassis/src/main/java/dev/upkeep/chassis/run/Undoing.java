package dev.upkeep.chassis.run;

import dev.upkeep.chassis.run.HeldRun.Ending;
import dev.upkeep.chassis.run.Journal.UndoStatus;
import dev.upkeep.chassis.run.JournalEntry.Phase;
import dev.upkeep.chassis.task.CheckableStep;
import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.Probe;
import dev.upkeep.chassis.task.Step;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Undoable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes back, in reverse order, what a run has done that will not be completed. */
final class Undoing {
  private static final Logger log = LoggerFactory.getLogger(Undoing.class);

  private final Attempt attempt;
  private final RunRecord record;
  private final Map<String, Step> steps;

  Undoing(Attempt attempt, Steps steps) {
    this.attempt = attempt;
    this.record = attempt.record();
    this.steps = byName(steps, attempt.journal());
  }

  private static Map<String, Step> byName(Steps steps, Journal journal) {
    Map<String, Step> named = new LinkedHashMap<>();
    for (Steps.Entry entry : steps.entries()) {
      switch (entry) {
        case Steps.One(Step step) -> named.put(step.name(), step);
        case Steps.Many many -> {
          for (String item : journal.items(many.name()).orElse(List.of())) {
            named.put(many.name() + "/" + item, many.each().on(item));
          }
        }
      }
    }
    return named;
  }

  /** Undoes what can be undone; what a crash interrupts is gone on with by the next worker. */
  void undo() throws Leave {
    attempt.journal().open().forEach(this::seeWhetherItHappened);
    for (String name : attempt.journal().done().reversed()) {
      Step step = steps.get(name);
      if (step instanceof Undoable undoable
          && attempt.journal().undoStatus(name) == UndoStatus.TO_BEGIN) {
        handOverIfAsked();
        undo(name, step, undoable);
      }
    }
  }

  private void handOverIfAsked() throws Leave {
    Optional<Stop> stop = attempt.held().stop();
    if (stop.isPresent()
        && (stop.get() instanceof Stop.HandOver || stop.get() instanceof Stop.LeaseGone)) {
      throw attempt.leave("undo", stop.get());
    }
  }

  /** A step that was torn off may have happened all the same: then it is undone like the others. */
  private void seeWhetherItHappened(String name) {
    if (!(steps.get(name) instanceof CheckableStep step && step instanceof Undoable)) {
      return;
    }
    RunContext context = attempt.context(name);
    Ending<Probe> ending =
        attempt.perform(
            new Work(name, step.limit(), step.silenceLimit(), false), () -> step.probe(context));
    if (ending instanceof Ending.Returned<Probe>(Probe.Happened(var evidence))) {
      record.stepEnded(name, Phase.DONE, "", evidence, context.notes(), attempt.progress());
    }
  }

  private void undo(String name, Step step, Undoable undoable) {
    log.info("Undoing step {}", name);
    record.line(name, Phase.UNDO_INTENT);
    attempt.passes(Boundary.AFTER_UNDO_INTENT, name);
    RunContext context = attempt.context(name);
    Ending<StepOutcome> ending =
        attempt.perform(Work.undo(name, step), () -> undoable.undo(context));
    attempt.passes(Boundary.AFTER_UNDO_EFFECT, name);
    switch (ending) {
      case Ending.Returned<StepOutcome>(StepOutcome.Done ignored) ->
          record.line(name, Phase.UNDONE);
      case Ending.Returned<StepOutcome>(StepOutcome.Skipped(String reason, var ignored)) ->
          record.line(name, Phase.UNDONE, reason);
      case Ending.Returned<StepOutcome>(StepOutcome.Failed(String reason, var remedy, var again)) ->
          stays(name, reason + " " + remedy);
      case Ending.Returned<StepOutcome>(StepOutcome.NeedsApproval(String plan, var question)) ->
          stays(name, plan + " " + question);
      case Ending.Threw<StepOutcome>(Exception e) -> stays(name, Attempt.said(e));
      case Ending.Stopped<StepOutcome>(Stop.LeaseGone()) ->
          throw new LeaseLost(attempt.held().id(), attempt.held().fence());
      case Ending.Stopped<StepOutcome>(Stop stop) -> stays(name, stop.words());
    }
    attempt.passes(Boundary.AFTER_UNDONE, name);
  }

  private void stays(String name, String reason) {
    log.warn("Step {} could not be undone, its effect stays: {}", name, reason);
    record.line(name, Phase.UNDO_FAILED, reason);
  }

  /** The steps whose effects stay, or may: done and not undone, or torn off. */
  List<String> notUndone() {
    Journal journal = attempt.journal();
    List<String> undone = journal.undone();
    return steps.entrySet().stream()
        .filter(step -> !(step.getValue() instanceof LookingStep))
        .map(Map.Entry::getKey)
        .filter(name -> journal.done().contains(name) || journal.open().contains(name))
        .filter(name -> !undone.contains(name))
        .toList();
  }
}
