package dev.upkeep.chassis.run;

import static dev.upkeep.chassis.run.RunState.ACCEPTED;
import static dev.upkeep.chassis.run.RunState.CANCELLED;
import static dev.upkeep.chassis.run.RunState.COMPLETED;
import static dev.upkeep.chassis.run.RunState.FAILED;
import static dev.upkeep.chassis.run.RunState.NEEDS_OPERATOR;
import static dev.upkeep.chassis.run.RunState.RUNNING;
import static dev.upkeep.chassis.run.RunState.SKIPPED;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The states of a task run and what leads from one to the next. What is not in this table does not
 * happen; ended states lead nowhere.
 */
final class RunStates {

  /** One line of the table. */
  record Transition(RunState from, RunMove move, RunState to) {}

  static final List<Transition> TABLE =
      List.of(
          new Transition(ACCEPTED, RunMove.START, RUNNING),
          new Transition(ACCEPTED, RunMove.FAIL, FAILED),
          new Transition(ACCEPTED, RunMove.CANCEL, CANCELLED),
          new Transition(RUNNING, RunMove.CONTINUE, RUNNING),
          new Transition(RUNNING, RunMove.COMPLETE, COMPLETED),
          new Transition(RUNNING, RunMove.SKIP, SKIPPED),
          new Transition(RUNNING, RunMove.FAIL, FAILED),
          new Transition(RUNNING, RunMove.CANCEL, CANCELLED),
          new Transition(RUNNING, RunMove.ASK, NEEDS_OPERATOR),
          new Transition(NEEDS_OPERATOR, RunMove.RESOLVE, RUNNING));

  private RunStates() {}

  /** Where a move leads from a state, or empty where it makes no sense. */
  static Optional<RunState> after(RunState from, RunMove move) {
    return TABLE.stream()
        .filter(t -> t.from == from && t.move == move)
        .map(Transition::to)
        .findFirst();
  }

  /**
   * As above, for a move that must make sense.
   *
   * @throws IllegalStateException naming state and move if the table has no such line
   */
  static RunState require(RunState from, RunMove move) {
    return after(from, move)
        .orElseThrow(
            () -> new IllegalStateException("a run that is %s cannot %s".formatted(from, move)));
  }

  /** The table as a Mermaid state diagram, as it stands in {@code docs/runs.md}. */
  static String diagram() {
    return TABLE.stream()
        .map(t -> "    %s --> %s: %s".formatted(t.from, t.to, words(t.move)))
        .collect(
            Collectors.joining("\n", "stateDiagram-v2\n    [*] --> ACCEPTED\n", ended() + "\n"));
  }

  private static String ended() {
    return List.of(RunState.values()).stream()
        .filter(RunState::ended)
        .map(state -> "\n    %s --> [*]".formatted(state))
        .collect(Collectors.joining());
  }

  private static String words(RunMove move) {
    return move.name().toLowerCase(Locale.ROOT);
  }
}
