package dev.upkeep.scheduler.flow;

import dev.upkeep.events.MaintenanceResolved;
import dev.upkeep.events.RunEvent;
import dev.upkeep.events.RunbookSkipped;
import dev.upkeep.events.TaskSummary.State;
import dev.upkeep.scheduler.flow.Decision.Moved;
import dev.upkeep.scheduler.flow.Decision.Refused;
import dev.upkeep.scheduler.flow.Decision.Stale;
import dev.upkeep.scheduler.flow.RunbookRun.Cancellation;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what follows from something that happened to a runbook run. Pure: takes values, returns
 * what is to be written and told.
 */
final class Flow {

  private Flow() {}

  /** Sends what can be sent at once. */
  static Moved begin(RunbookRun planned, Instant now) {
    return new RunMove(planned, now).begun().settled();
  }

  /** Never begins it. */
  static Moved skip(RunbookRun planned, String reason, Instant now) {
    List<TaskRun> tasks =
        planned.tasks().stream().map(t -> t.in(State.NOT_STARTED, reason)).toList();
    RunbookRun skipped = planned.with(tasks).in(RunState.SKIPPED, reason, now);
    return new Moved(skipped, List.of(new RunbookSkipped(skipped.ref(), reason)));
  }

  /**
   * A worker told something.
   *
   * @param sequence of the event among those of its task run
   */
  static Decision on(RunbookRun run, RunEvent event, long sequence, Instant now) {
    Optional<TaskRun> found =
        run.tasks().stream().filter(t -> t.id().equals(event.run().taskRunId())).findFirst();
    if (found.isEmpty()) {
      return new Stale("run %s has no task run %s".formatted(run.id(), event.run().taskRunId()));
    }
    TaskRun task = found.get();
    TaskFact fact = TaskFact.of(event);
    Optional<State> next = TaskTransitions.next(task.state(), fact);
    if (next.isEmpty()) {
      return new Stale("%s in state %s".formatted(fact, task.state()));
    }
    // An end is the last thing a worker says, so it cannot be stale.
    if (sequence <= task.lastSequence() && !TaskTransitions.isEnd(next.get())) {
      return new Stale("sequence %d after %d".formatted(sequence, task.lastSequence()));
    }
    return new RunMove(run, now).told(task, event, sequence).settled();
  }

  /** A person wants it to stop. */
  static Decision cancel(RunbookRun run, Cancellation wish, Instant now) {
    if (run.state().isEnd()) {
      return new Refused(
          "the run is %s already; there is nothing left to stop".formatted(run.state()));
    }
    Cancellation before = run.cancellation();
    if (before != null) {
      return new Refused(
          "%s has asked for it to stop already; it ends when its workers have"
              .formatted(before.by()));
    }
    return new RunMove(run.asked(wish), now).askedToStop(wish).settled();
  }

  /** A person answers the question of a task. */
  static Decision resolve(
      RunbookRun run,
      String taskName,
      MaintenanceResolved.Answer answer,
      String by,
      String reason,
      Instant now) {
    Optional<TaskRun> task = run.task(taskName);
    if (task.isEmpty()) {
      return new Refused(
          "the run has no task '%s'; it has %s"
              .formatted(taskName, run.tasks().stream().map(TaskRun::name).toList()));
    }
    if (task.get().state() != State.NEEDS_OPERATOR) {
      return new Refused(
          "task '%s' is %s and asks nothing; only a task that needs an operator can be resolved"
              .formatted(taskName, task.get().state()));
    }
    return new RunMove(run, now).answered(task.get(), answer, by, reason).settled();
  }

  /** Looks whether something that was sent went unheard. */
  static Decision watch(RunbookRun run, Instant now) {
    if (run.watchAt().filter(at -> !at.isAfter(now)).isEmpty()) {
      return new Stale("nothing is overdue");
    }
    var move = new RunMove(run, now);
    for (TaskRun task : run.tasks()) {
      if (task.watchAt().isPresent() && !task.silentAt().isAfter(now)) {
        move.wentSilent(task);
      } else if (task.state() == State.SENT && !task.sendAgainAt().isAfter(now)) {
        move.send(task);
      }
    }
    return move.settled();
  }

  /**
   * Takes up a run again: what is done stays done, unless its definition changed since or something
   * it needs is done anew.
   *
   * @param fresh a planned run of the runbook as it is now
   */
  static Decision rerun(RunbookRun old, RunbookRun fresh, Instant now) {
    if (old.state() != RunState.FAILED && old.state() != RunState.CANCELLED) {
      return new Refused(
          "the run is %s; only a FAILED or CANCELLED run can be run again%s"
              .formatted(old.state(), old.state().isEnd() ? ", trigger the runbook instead" : ""));
    }
    Set<String> done = carriedOver(old, fresh);
    if (done.size() == fresh.tasks().size()) {
      return new Refused("everything the runbook has now was done in that run");
    }
    List<TaskRun> tasks =
        fresh.tasks().stream()
            .map(
                task ->
                    done.contains(task.name())
                        ? old.task(task.name()).orElseThrow().carriedOver(task.id(), old.id())
                        : task)
            .toList();
    return begin(fresh.takingUp(old.id(), tasks), now);
  }

  /** The names of the tasks that need not be done again; each found may free what needs it. */
  private static Set<String> carriedOver(RunbookRun old, RunbookRun fresh) {
    Set<String> done = new HashSet<>();
    boolean more = true;
    while (more) {
      more = false;
      for (TaskRun task : fresh.tasks()) {
        boolean same =
            old.task(task.name())
                .filter(TaskRun::isDone)
                .filter(before -> before.definition().equals(task.definition()))
                .isPresent();
        more |= same && done.containsAll(task.definition().needs()) && done.add(task.name());
      }
    }
    return done;
  }
}
