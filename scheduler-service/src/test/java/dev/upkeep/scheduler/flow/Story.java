package dev.upkeep.scheduler.flow;

import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.events.Event;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.MaintenanceAccepted;
import dev.upkeep.events.MaintenanceCancelled;
import dev.upkeep.events.MaintenanceCompleted;
import dev.upkeep.events.MaintenanceFailed;
import dev.upkeep.events.MaintenanceNeedsOperator;
import dev.upkeep.events.MaintenanceProgressed;
import dev.upkeep.events.MaintenanceResolved;
import dev.upkeep.events.MaintenanceSkipped;
import dev.upkeep.events.MaintenanceStarted;
import dev.upkeep.events.RunEvent;
import dev.upkeep.events.RunReport;
import dev.upkeep.events.RunbookRunRef;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.events.TaskSummary.State;
import dev.upkeep.scheduler.flow.Decision.Moved;
import dev.upkeep.scheduler.flow.RunDefinition.TaskDefinition;
import dev.upkeep.scheduler.flow.RunbookRun.Cancellation;
import dev.upkeep.scheduler.runbook.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A run as a story: what happens to it, one after the other, and what was told on the way. */
final class Story {

  static final Instant BEGIN = Instant.parse("2026-11-22T19:00:00Z");
  static final RunReport REPORT =
      new RunReport(BEGIN, BEGIN, 1, List.of(), Evidence.none(), List.of(), List.of());

  final List<Event> told = new ArrayList<>();
  Decision last;
  Instant now = BEGIN;
  private RunbookRun run;
  private long sequence;

  private Story(RunbookRun planned) {
    run = planned;
    last = take(Flow.begin(planned, now));
  }

  static Story of(TaskDefinition... tasks) {
    return new Story(planned(UUID.randomUUID(), tasks));
  }

  static RunbookRun planned(UUID id, TaskDefinition... tasks) {
    return RunbookRun.planned(
        new RunbookRunRef(id, "dms", "weekly", "Weekly", BEGIN, "schedule", false),
        new Cause(id, null),
        new RunDefinition("Weekly", "hash", List.of(tasks)),
        BEGIN);
  }

  static TaskDefinition task(String name, String... needs) {
    return new TaskDefinition(
        name, "database.optimize", "database", List.of(needs), Map.of("a", 1), Limits.DEFAULT);
  }

  RunbookRun run() {
    return run;
  }

  State state(String task) {
    return run.task(task).orElseThrow().state();
  }

  <E extends Event> List<E> told(Class<E> kind) {
    return told.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  Story after(Duration time) {
    now = now.plus(time);
    return this;
  }

  Story hears(RunEvent event) {
    return hears(event, ++sequence);
  }

  Story hears(RunEvent event, long withSequence) {
    last = take(Flow.on(run, event, withSequence, now));
    return this;
  }

  Story cancel() {
    last = take(Flow.cancel(run, new Cancellation("person:ann", "lunch"), now));
    return this;
  }

  Story resolve(String task) {
    last =
        take(
            Flow.resolve(
                run, task, MaintenanceResolved.Answer.HAPPENED, "person:ann", "seen", now));
    return this;
  }

  Story watch() {
    last = take(Flow.watch(run, now));
    return this;
  }

  private Decision take(Decision decision) {
    if (decision instanceof Moved(RunbookRun moved, List<Event> events)) {
      run = moved;
      told.addAll(events);
    }
    return decision;
  }

  TaskRunRef ref(String task) {
    return run.refOf(run.task(task).orElseThrow());
  }

  RunEvent accepted(String task) {
    return new MaintenanceAccepted(ref(task), "database");
  }

  RunEvent started(String task) {
    return new MaintenanceStarted(ref(task), 1, "worker", false, List.of());
  }

  RunEvent progressed(String task) {
    return new MaintenanceProgressed(ref(task), "rebuild", 0.5, "half", 10L);
  }

  RunEvent completed(String task) {
    return new MaintenanceCompleted(ref(task), REPORT);
  }

  RunEvent skipped(String task) {
    return new MaintenanceSkipped(ref(task), "nothing to do", REPORT);
  }

  RunEvent failed(String task) {
    return new MaintenanceFailed(ref(task), "disk full", "Free some", "rebuild", REPORT);
  }

  RunEvent cancelled(String task) {
    return new MaintenanceCancelled(ref(task), "person:ann", "lunch", REPORT);
  }

  RunEvent asks(String task) {
    return new MaintenanceNeedsOperator(ref(task), "rebuild", "cannot tell", "Was it rebuilt?");
  }

  /** The event of each fact that a worker can tell. */
  RunEvent event(TaskFact fact, String task) {
    return switch (fact) {
      case ACCEPTED -> accepted(task);
      case STARTED -> started(task);
      case PROGRESSED -> progressed(task);
      case COMPLETED -> completed(task);
      case SKIPPED -> skipped(task);
      case FAILED -> failed(task);
      case CANCELLED -> cancelled(task);
      case ASKED -> asks(task);
      case SEND, CUT_OFF, WENT_SILENT ->
          throw new IllegalArgumentException("no worker says " + fact);
    };
  }
}
