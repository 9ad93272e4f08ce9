package dev.upkeep.chassis.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RunStatesTest {

  static Stream<RunStates.Transition> table() {
    return RunStates.TABLE.stream();
  }

  @ParameterizedTest
  @MethodSource("table")
  void leadsWhereTheTableSays(RunStates.Transition transition) {
    assertThat(RunStates.require(transition.from(), transition.move())).isEqualTo(transition.to());
  }

  @ParameterizedTest
  @EnumSource(RunState.class)
  void refusesEveryMoveThatTheTableDoesNotName(RunState from) {
    List<RunMove> named =
        table().filter(t -> t.from() == from).map(RunStates.Transition::move).toList();
    Stream.of(RunMove.values())
        .filter(move -> !named.contains(move))
        .forEach(
            move ->
                assertThatThrownBy(() -> RunStates.require(from, move))
                    .hasMessageContaining(from.name())
                    .hasMessageContaining(move.name()));
  }

  @ParameterizedTest
  @EnumSource(RunState.class)
  void leavesNoEndedStateAndSticksInNoOther(RunState state) {
    assertThat(table().anyMatch(t -> t.from() == state)).isEqualTo(!state.ended());
  }

  @Test
  void isDrawnInTheDocuments() throws IOException {
    assertThat(Files.readString(Path.of("../docs/runs.md"))).contains(RunStates.diagram());
  }
}
