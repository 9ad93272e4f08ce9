package dev.upkeep.scheduler.flow;

import dev.upkeep.events.Event;
import dev.upkeep.events.MaintenanceAccepted;
import dev.upkeep.events.MaintenanceCancelRequested;
import dev.upkeep.events.MaintenanceCancelled;
import dev.upkeep.events.MaintenanceCompleted;
import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.MaintenanceFailed;
import dev.upkeep.events.MaintenanceNeedsOperator;
import dev.upkeep.events.MaintenanceProgressed;
import dev.upkeep.events.MaintenanceResolved;
import dev.upkeep.events.MaintenanceSkipped;
import dev.upkeep.events.MaintenanceStarted;
import dev.upkeep.events.RunEvent;
import dev.upkeep.events.RunbookCancelled;
import dev.upkeep.events.RunbookCompleted;
import dev.upkeep.events.RunbookFailed;
import dev.upkeep.events.RunbookNeedsOperator;
import dev.upkeep.events.RunbookStarted;
import dev.upkeep.events.TaskSummary.State;
import dev.upkeep.scheduler.flow.Decision.Moved;
import dev.upkeep.scheduler.flow.RunbookRun.Cancellation;
import dev.upkeep.scheduler.flow.TaskRun.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One move of a run in the making: the tasks as they will be, and what will be told. */
final class RunMove {

  private final RunbookRun run;
  private final Instant now;
  private final List<TaskRun> tasks;
  private final List<Event> tell = new ArrayList<>();

  RunMove(RunbookRun run, Instant now) {
    this.run = run;
    this.now = now;
    this.tasks = new ArrayList<>(run.tasks());
  }

  RunMove begun() {
    tell.add(new RunbookStarted(run.ref(), tasks.stream().map(TaskRun::name).toList()));
    return this;
  }

  RunMove told(TaskRun task, RunEvent event, long sequence) {
    TaskRun heard = task.heard(sequence);
    put(
        switch (event) {
          case MaintenanceAccepted ignored -> heard.in(State.ACCEPTED, null);
          case MaintenanceStarted started -> heard.working(begun(heard, started));
          case MaintenanceProgressed progressed -> heard.working(further(heard, progressed));
          case MaintenanceCompleted end -> heard.ended(State.COMPLETED, null, end.report());
          case MaintenanceSkipped end -> heard.ended(State.SKIPPED, end.reason(), end.report());
          case MaintenanceFailed end -> heard.failed(end.reason(), end.remedy(), end.report());
          case MaintenanceCancelled end -> heard.ended(State.CANCELLED, end.reason(), end.report());
          case MaintenanceNeedsOperator asks -> {
            tell.add(
                new RunbookNeedsOperator(
                    run.ref(), task.id(), task.name(), asks.reason(), asks.question()));
            yield heard.asking(asks.reason(), asks.question());
          }
        });
    return this;
  }

  /** Everything that is out is asked to stop; what waits is cut off when the move settles. */
  RunMove askedToStop(Cancellation wish) {
    tasks.stream()
        .filter(TaskRun::isOut)
        .forEach(
            task ->
                tell.add(
                    new MaintenanceCancelRequested(run.refOf(task), wish.by(), wish.reason())));
    return this;
  }

  RunMove answered(TaskRun task, MaintenanceResolved.Answer answer, String by, String reason) {
    put(task.in(State.NEEDS_OPERATOR, "%s answered %s: %s".formatted(by, answer, reason)));
    tell.add(new MaintenanceResolved(run.refOf(task), answer, by, reason));
    return this;
  }

  void wentSilent(TaskRun task) {
    String why =
        switch (task.state()) {
          case SENT -> "no worker service took it before " + task.sent().startBefore();
          case ACCEPTED -> "no worker started it before " + task.sent().startBefore();
          default ->
              "nothing was heard of it within its limit of " + task.definition().limits().run();
        };
    put(
        task.failed(
            why,
            "Look whether the service that knows %s runs, then run again from this task"
                .formatted(task.definition().kind()),
            null));
  }

  void send(TaskRun task) {
    TaskRun sent = task.sentAt(now);
    put(sent);
    tell.add(
        new MaintenanceDue(
            run.refOf(sent),
            sent.definition().parameters(),
            run.definition().systemHash(),
            run.ref().scheduledFor(),
            sent.sent().startBefore(),
            sent.definition().limits().run().toSeconds(),
            run.ref().triggeredBy()));
    Cancellation wish = run.cancellation();
    if (wish != null) {
      // Sent again to a worker that may have heard of neither.
      tell.add(new MaintenanceCancelRequested(run.refOf(sent), wish.by(), wish.reason()));
    }
  }

  /** Sends what can be sent, cuts off what cannot, and says what state the run is in then. */
  Moved settled() {
    boolean moving = true;
    while (moving) {
      moving = false;
      for (TaskRun task : List.copyOf(tasks)) {
        if (task.state() == State.WAITING) {
          moving |= moveOn(task);
        }
      }
    }
    RunbookRun next = run.with(tasks);
    return new Moved(inState(next), tell);
  }

  private boolean moveOn(TaskRun task) {
    Cancellation cancellation = run.cancellation();
    if (cancellation != null) {
      put(task.in(State.NOT_STARTED, "cancelled by " + cancellation.by()));
      return true;
    }
    List<TaskRun> needs =
        tasks.stream().filter(other -> task.definition().needs().contains(other.name())).toList();
    Optional<TaskRun> hopeless =
        needs.stream().filter(need -> need.isEnded() && !need.isDone()).findFirst();
    if (hopeless.isPresent()) {
      put(task.in(State.NOT_STARTED, "it needs '%s'".formatted(hopeless.get().name())));
      return true;
    }
    if (needs.stream().allMatch(TaskRun::isDone)) {
      send(task);
      return true;
    }
    return false;
  }

  private RunbookRun inState(RunbookRun next) {
    if (tasks.stream().allMatch(TaskRun::isEnded)) {
      return ended(next);
    }
    Optional<TaskRun> asking = firstIn(State.NEEDS_OPERATOR);
    if (asking.isPresent()) {
      String why = "'%s' asks: %s".formatted(asking.get().name(), asking.get().question());
      return next.in(RunState.NEEDS_OPERATOR, why, now);
    }
    boolean taken = firstIn(State.ACCEPTED).isPresent() || firstIn(State.RUNNING).isPresent();
    boolean neverTaken = run.state() == RunState.PLANNED || run.state() == RunState.WAITING;
    return neverTaken && !taken
        ? next.in(RunState.WAITING, waitsFor(), now)
        : next.in(RunState.RUNNING, null, now);
  }

  private String waitsFor() {
    return tasks.stream()
        .filter(task -> task.state() == State.SENT)
        .map(task -> "'%s' (%s)".formatted(task.name(), task.definition().kind()))
        .collect(Collectors.joining(", ", "waits for a worker to take ", ""));
  }

  private RunbookRun ended(RunbookRun next) {
    List<TaskRun> failed = tasks.stream().filter(t -> t.state() == State.FAILED).toList();
    if (!failed.isEmpty()) {
      String why =
          failed.stream()
              .map(task -> "'%s' failed: %s".formatted(task.name(), task.reason()))
              .collect(Collectors.joining("; "));
      tell.add(new RunbookFailed(run.ref(), run.startedAt(), now, why, next.summaries()));
      return next.in(RunState.FAILED, why, now);
    }
    Optional<TaskRun> cancelled = firstIn(State.CANCELLED).or(() -> firstIn(State.NOT_STARTED));
    if (cancelled.isPresent()) {
      Cancellation wish = run.cancellation();
      String by = wish == null ? "worker" : wish.by();
      String why =
          wish == null ? "'%s' was cancelled".formatted(cancelled.get().name()) : wish.reason();
      tell.add(new RunbookCancelled(run.ref(), run.startedAt(), now, by, why, next.summaries()));
      return next.in(RunState.CANCELLED, "%s: %s".formatted(by, why), now);
    }
    tell.add(new RunbookCompleted(run.ref(), run.startedAt(), now, next.summaries()));
    return next.in(RunState.COMPLETED, null, now);
  }

  private Work begun(TaskRun task, MaintenanceStarted started) {
    Work before = task.work();
    return new Work(
        before == null ? now : before.startedAt(),
        started.attempt(),
        started.worker(),
        null,
        before == null ? 0 : before.fraction(),
        null,
        null);
  }

  private Work further(TaskRun task, MaintenanceProgressed progressed) {
    Work before = task.work();
    return new Work(
        before == null ? now : before.startedAt(),
        before == null ? 1 : before.attempt(),
        before == null ? null : before.worker(),
        progressed.step(),
        progressed.fraction(),
        progressed.line(),
        progressed.remainingSeconds());
  }

  private Optional<TaskRun> firstIn(State state) {
    return tasks.stream().filter(task -> task.state() == state).findFirst();
  }

  private void put(TaskRun task) {
    tasks.replaceAll(other -> other.id().equals(task.id()) ? task : other);
  }
}
