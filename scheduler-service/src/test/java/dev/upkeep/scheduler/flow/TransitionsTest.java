package dev.upkeep.scheduler.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.upkeep.events.TaskSummary.State;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Both tables, every cell: what is not listed here must not move. */
class TransitionsTest {

  @Test
  void aTaskMovesExactlyAsTheTableSays() {
    List<String> moves = new ArrayList<>();
    for (State from : State.values()) {
      for (TaskFact fact : TaskFact.values()) {
        TaskTransitions.next(from, fact)
            .ifPresent(to -> moves.add("%s %s %s".formatted(from, fact, to)));
      }
    }
    String expected =
        """
        WAITING SEND SENT
        WAITING CUT_OFF NOT_STARTED
        SENT ACCEPTED ACCEPTED
        SENT STARTED RUNNING
        SENT PROGRESSED RUNNING
        SENT COMPLETED COMPLETED
        SENT SKIPPED SKIPPED
        SENT FAILED FAILED
        SENT CANCELLED CANCELLED
        SENT ASKED NEEDS_OPERATOR
        SENT WENT_SILENT FAILED
        ACCEPTED STARTED RUNNING
        ACCEPTED PROGRESSED RUNNING
        ACCEPTED COMPLETED COMPLETED
        ACCEPTED SKIPPED SKIPPED
        ACCEPTED FAILED FAILED
        ACCEPTED CANCELLED CANCELLED
        ACCEPTED ASKED NEEDS_OPERATOR
        ACCEPTED WENT_SILENT FAILED
        RUNNING STARTED RUNNING
        RUNNING PROGRESSED RUNNING
        RUNNING COMPLETED COMPLETED
        RUNNING SKIPPED SKIPPED
        RUNNING FAILED FAILED
        RUNNING CANCELLED CANCELLED
        RUNNING ASKED NEEDS_OPERATOR
        RUNNING WENT_SILENT FAILED
        NEEDS_OPERATOR STARTED RUNNING
        NEEDS_OPERATOR PROGRESSED RUNNING
        NEEDS_OPERATOR COMPLETED COMPLETED
        NEEDS_OPERATOR SKIPPED SKIPPED
        NEEDS_OPERATOR FAILED FAILED
        NEEDS_OPERATOR CANCELLED CANCELLED
        NEEDS_OPERATOR ASKED NEEDS_OPERATOR
        """;
    assertThat(new TreeSet<>(moves)).isEqualTo(new TreeSet<>(expected.lines().toList()));
  }

  @Test
  void theTaskEndsAreFinal() {
    assertThat(State.values())
        .filteredOn(TaskTransitions::isEnd)
        .containsExactlyInAnyOrder(
            State.COMPLETED, State.SKIPPED, State.FAILED, State.CANCELLED, State.NOT_STARTED);
  }

  @Test
  void everyMoveAWorkerCanCauseIsMadeByARun() {
    for (State from : State.values()) {
      for (TaskFact fact : TaskFact.values()) {
        if (from != State.WAITING
            && fact != TaskFact.WENT_SILENT
            && TaskTransitions.next(from, fact).isPresent()) {
          Story story = in(from);
          story.hears(story.event(fact, "only"));
          assertThat(story.state("only"))
              .as("%s after %s", from, fact)
              .isEqualTo(TaskTransitions.next(from, fact).orElseThrow());
        }
      }
    }
  }

  private static Story in(State state) {
    Story story = Story.of(Story.task("only"));
    return switch (state) {
      case ACCEPTED -> story.hears(story.accepted("only"));
      case RUNNING -> story.hears(story.started("only"));
      case NEEDS_OPERATOR -> story.hears(story.asks("only"));
      case SENT -> story;
      default -> throw new IllegalArgumentException("no way to " + state);
    };
  }

  @Test
  void aRunMovesExactlyAsTheTableSays() {
    List<String> moves = new ArrayList<>();
    for (RunState from : RunState.values()) {
      for (RunState to : RunState.values()) {
        if (RunTransitions.allows(from, to)) {
          moves.add(from + " " + to);
        }
      }
    }
    String expected =
        """
        PLANNED WAITING
        PLANNED SKIPPED
        WAITING RUNNING
        WAITING NEEDS_OPERATOR
        WAITING COMPLETED
        WAITING FAILED
        WAITING CANCELLED
        RUNNING NEEDS_OPERATOR
        RUNNING COMPLETED
        RUNNING FAILED
        RUNNING CANCELLED
        NEEDS_OPERATOR RUNNING
        NEEDS_OPERATOR COMPLETED
        NEEDS_OPERATOR FAILED
        NEEDS_OPERATOR CANCELLED
        """;
    assertThat(new TreeSet<>(moves)).isEqualTo(new TreeSet<>(expected.lines().toList()));
  }

  @Test
  void everyMoveOfTheRunsTableIsMadeByAStory() {
    TreeSet<String> made = new TreeSet<>();
    RunbookRun planned = Story.planned(UUID.randomUUID(), Story.task("only"));
    made.add("PLANNED " + Flow.skip(planned, "still running", Story.BEGIN).run().state());
    made.add("PLANNED " + Story.of(Story.task("only")).run().state());
    for (State from : List.of(State.SENT, State.RUNNING, State.NEEDS_OPERATOR)) {
      for (TaskFact fact :
          List.of(
              TaskFact.STARTED,
              TaskFact.ASKED,
              TaskFact.COMPLETED,
              TaskFact.FAILED,
              TaskFact.CANCELLED)) {
        Story story = in(from);
        RunState before = story.run().state();
        story.hears(story.event(fact, "only"));
        if (story.run().state() != before) {
          made.add(before + " " + story.run().state());
        }
      }
    }
    assertThat(made).hasSize(15);
  }

  @Test
  void anImpossibleMoveIsOurOwnMistake() {
    RunbookRun planned = Story.planned(UUID.randomUUID(), Story.task("only"));
    assertThatIllegalStateException()
        .isThrownBy(() -> planned.in(RunState.COMPLETED, null, Story.BEGIN))
        .withMessageContaining("cannot go from PLANNED to COMPLETED");
  }
}
