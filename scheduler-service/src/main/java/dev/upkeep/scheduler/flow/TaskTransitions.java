package dev.upkeep.scheduler.flow;

import dev.upkeep.events.TaskSummary.State;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Every move a task of a run can make; whatever is not here changes nothing.
 *
 * <p>Facts may overtake each other: a worker's end counts even if its beginning was never heard. An
 * end is final.
 */
final class TaskTransitions {

  private static final Map<State, Map<TaskFact, State>> TABLE = new EnumMap<>(State.class);

  static {
    from(State.WAITING).on(TaskFact.SEND, State.SENT).on(TaskFact.CUT_OFF, State.NOT_STARTED);
    from(State.SENT).on(TaskFact.ACCEPTED, State.ACCEPTED).onWork().onEnd();
    from(State.ACCEPTED).onWork().onEnd();
    from(State.RUNNING).onWork().onEnd();
    // A worker goes on after a person's answer, or ends; it cannot go silent while nobody answers.
    from(State.NEEDS_OPERATOR).onWork().onEnd().not(TaskFact.WENT_SILENT);
  }

  private TaskTransitions() {}

  static Optional<State> next(State from, TaskFact fact) {
    return Optional.ofNullable(TABLE.getOrDefault(from, Map.of()).get(fact));
  }

  /** An end: there is no way on. */
  static boolean isEnd(State state) {
    return !TABLE.containsKey(state);
  }

  private static Row from(State state) {
    Map<TaskFact, State> row = new EnumMap<>(TaskFact.class);
    TABLE.put(state, row);
    return new Row(row);
  }

  private record Row(Map<TaskFact, State> row) {

    Row on(TaskFact fact, State to) {
      row.put(fact, to);
      return this;
    }

    Row not(TaskFact fact) {
      row.remove(fact);
      return this;
    }

    Row onWork() {
      return on(TaskFact.STARTED, State.RUNNING).on(TaskFact.PROGRESSED, State.RUNNING);
    }

    Row onEnd() {
      return on(TaskFact.COMPLETED, State.COMPLETED)
          .on(TaskFact.SKIPPED, State.SKIPPED)
          .on(TaskFact.FAILED, State.FAILED)
          .on(TaskFact.CANCELLED, State.CANCELLED)
          .on(TaskFact.ASKED, State.NEEDS_OPERATOR)
          .on(TaskFact.WENT_SILENT, State.FAILED);
    }
  }
}
