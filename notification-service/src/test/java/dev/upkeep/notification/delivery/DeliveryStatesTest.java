package dev.upkeep.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.notification.delivery.DeliveryStates.Transition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class DeliveryStatesTest {
  static final List<Transition> table = DeliveryStates.TABLE;

  @ParameterizedTest
  @FieldSource("table")
  void leadsWhereTheTableSays(Transition line) {
    assertThat(DeliveryStates.require(line.from(), line.move())).isEqualTo(line.to());
  }

  @Test
  void refusesEveryMoveThatIsNotInTheTable() {
    for (DeliveryState from : DeliveryState.values()) {
      for (DeliveryMove move : DeliveryMove.values()) {
        boolean listed =
            table.stream().anyMatch(line -> line.from() == from && line.move() == move);
        assertThat(DeliveryStates.after(from, move).isPresent()).isEqualTo(listed);
      }
    }
    assertThatThrownBy(() -> DeliveryStates.require(DeliveryState.ACCEPTED, DeliveryMove.PUT_BACK))
        .hasMessageContaining("ACCEPTED")
        .hasMessageContaining("PUT_BACK");
  }

  @Test
  void endsWhereNothingFollows() {
    for (DeliveryState state : DeliveryState.values()) {
      assertThat(table.stream().noneMatch(line -> line.from() == state)).isEqualTo(state.ended());
    }
  }

  @Test
  void isDrawnInTheDocumentationAsItIs() throws IOException {
    assertThat(Files.readString(Path.of("../docs/notifications.md")))
        .contains(DeliveryStates.diagram());
  }
}
