package dev.upkeep.scheduler.flow;

import dev.upkeep.events.RunReport;
import dev.upkeep.events.TaskSummary;
import dev.upkeep.events.TaskSummary.State;
import dev.upkeep.scheduler.flow.RunDefinition.TaskDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One task of a runbook run, as far as the scheduler knows.
 *
 * @param reason why it was skipped, failed, not started, or asks
 * @param remedy what an operator can do about it, where it failed
 * @param sending when it was sent; null before
 * @param work what the worker told of it last; null before it told anything
 * @param question what a person has to find out, while it needs one
 * @param report the report of its end
 * @param lastSequence the sequence of the last event of the worker that counted; 0 before the first
 */
record TaskRun(
    UUID id,
    TaskDefinition definition,
    State state,
    @Nullable String reason,
    @Nullable String remedy,
    @Nullable Sending sending,
    @Nullable Work work,
    @Nullable String question,
    @Nullable RunReport report,
    long lastSequence) {

  /**
   * A task not heard of for so long after it was sent is sent again; then at doubling distances.
   */
  static final Duration SEND_AGAIN_AFTER = Duration.ofSeconds(60);

  /** Beyond a limit that the worker keeps itself: it may have to be taken over first. */
  static final Duration MARGIN = Duration.ofMinutes(2);

  /**
   * When it was sent.
   *
   * @param startBefore the worker refuses to start it after this instant
   */
  record Sending(Instant first, Instant last, Instant startBefore) {}

  /**
   * What the worker does.
   *
   * @param startedAt when the first attempt was heard of
   * @param fraction of the whole run, 0 to 1
   * @param line what is happening, for people
   * @param remainingSeconds the worker's estimate
   */
  record Work(
      Instant startedAt,
      int attempt,
      @Nullable String worker,
      @Nullable String step,
      double fraction,
      @Nullable String line,
      @Nullable Long remainingSeconds) {}

  static TaskRun waiting(UUID id, TaskDefinition definition) {
    return new TaskRun(id, definition, State.WAITING, null, null, null, null, null, null, 0);
  }

  /** The same task of an earlier run, taken over as done. */
  TaskRun carriedOver(UUID newId, UUID earlierRun) {
    return new TaskRun(
        newId, definition, state, "done in run " + earlierRun, null, null, null, null, report, 0);
  }

  String name() {
    return definition.name();
  }

  boolean isEnded() {
    return TaskTransitions.isEnd(state);
  }

  /** Whether what needs it may start. */
  boolean isDone() {
    return state == State.COMPLETED || state == State.SKIPPED;
  }

  /** With a worker service, or on its way to one. */
  boolean isOut() {
    return switch (state) {
      case SENT, ACCEPTED, RUNNING, NEEDS_OPERATOR -> true;
      case WAITING, COMPLETED, SKIPPED, FAILED, CANCELLED, NOT_STARTED -> false;
    };
  }

  /** When somebody has to look after it if nothing is heard until then. */
  Optional<Instant> watchAt() {
    return switch (state) {
      case SENT -> {
        Instant again = sendAgainAt();
        Instant silent = silentAt();
        yield Optional.of(again.isBefore(silent) ? again : silent);
      }
      case ACCEPTED, RUNNING -> Optional.of(silentAt());
      case WAITING, NEEDS_OPERATOR, COMPLETED, SKIPPED, FAILED, CANCELLED, NOT_STARTED ->
          Optional.empty();
    };
  }

  /** When it is sent again unless it was accepted. */
  Instant sendAgainAt() {
    Sending sent = sent();
    Duration sofar = Duration.between(sent.first(), sent.last());
    return sent.last().plus(sofar.compareTo(SEND_AGAIN_AFTER) < 0 ? SEND_AGAIN_AFTER : sofar);
  }

  /** When the worker's own limits have passed for certain. */
  Instant silentAt() {
    Work working = work;
    Instant limit =
        working == null
            ? sent().startBefore()
            : working.startedAt().plus(definition.limits().run());
    return limit.plus(MARGIN);
  }

  Sending sent() {
    Sending sent = sending;
    if (sent == null) {
      throw new IllegalStateException("task " + id + " is " + state + " and was never sent");
    }
    return sent;
  }

  TaskRun in(State next, @Nullable String why) {
    return new TaskRun(
        id, definition, next, why, null, sending, work, question, report, lastSequence);
  }

  TaskRun sentAt(Instant now) {
    Sending before = sending;
    Sending next =
        before == null
            ? new Sending(now, now, now.plus(definition.limits().queued()))
            : new Sending(before.first(), now, before.startBefore());
    return new TaskRun(
        id, definition, State.SENT, reason, null, next, work, question, report, lastSequence);
  }

  TaskRun working(Work now) {
    return new TaskRun(
        id, definition, State.RUNNING, null, null, sending, now, null, report, lastSequence);
  }

  TaskRun asking(String why, String what) {
    return new TaskRun(
        id, definition, State.NEEDS_OPERATOR, why, null, sending, work, what, report, lastSequence);
  }

  TaskRun ended(State end, @Nullable String why, RunReport told) {
    return new TaskRun(id, definition, end, why, null, sending, work, null, told, lastSequence);
  }

  TaskRun failed(String why, String whatToDo, @Nullable RunReport told) {
    return new TaskRun(
        id, definition, State.FAILED, why, whatToDo, sending, work, null, told, lastSequence);
  }

  TaskRun heard(long sequence) {
    return new TaskRun(
        id,
        definition,
        state,
        reason,
        remedy,
        sending,
        work,
        question,
        report,
        Math.max(sequence, lastSequence));
  }

  TaskSummary summary() {
    return new TaskSummary(
        id, name(), definition.kind(), definition.component(), state, reason, remedy, report);
  }
}
