package dev.upkeep.notification.delivery;

import static dev.upkeep.notification.delivery.DeliveryState.ACCEPTED;
import static dev.upkeep.notification.delivery.DeliveryState.ATTEMPTING;
import static dev.upkeep.notification.delivery.DeliveryState.QUEUED;
import static dev.upkeep.notification.delivery.DeliveryState.SUPERSEDED;
import static dev.upkeep.notification.delivery.DeliveryState.UNDELIVERABLE;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The states of a delivery and what leads from one to the next. What is not in this table does not
 * happen; ended states lead nowhere.
 */
final class DeliveryStates {

  /** One line of the table. */
  record Transition(DeliveryState from, DeliveryMove move, DeliveryState to) {}

  /** How a delivery can begin. */
  static final List<DeliveryState> FIRST = List.of(QUEUED, SUPERSEDED);

  static final List<Transition> TABLE =
      List.of(
          new Transition(QUEUED, DeliveryMove.CLAIM, ATTEMPTING),
          new Transition(ATTEMPTING, DeliveryMove.TAKE_OVER, ATTEMPTING),
          new Transition(ATTEMPTING, DeliveryMove.ACCEPT, ACCEPTED),
          new Transition(ATTEMPTING, DeliveryMove.PUT_BACK, QUEUED),
          new Transition(ATTEMPTING, DeliveryMove.GIVE_UP, UNDELIVERABLE));

  private DeliveryStates() {}

  static Optional<DeliveryState> after(DeliveryState from, DeliveryMove move) {
    return TABLE.stream()
        .filter(line -> line.from == from && line.move == move)
        .map(Transition::to)
        .findFirst();
  }

  /**
   * As above, for a move that must make sense.
   *
   * @throws IllegalStateException naming state and move if the table has no such line
   */
  static DeliveryState require(DeliveryState from, DeliveryMove move) {
    return after(from, move)
        .orElseThrow(
            () ->
                new IllegalStateException("a delivery that is %s cannot %s".formatted(from, move)));
  }

  /** The table as a Mermaid state diagram, as it stands in {@code docs/notifications.md}. */
  static String diagram() {
    Stream<String> begun = FIRST.stream().map(state -> "    [*] --> " + state);
    Stream<String> moves =
        TABLE.stream()
            .map(line -> "    %s --> %s: %s".formatted(line.from, line.to, words(line.move)));
    Stream<String> ended =
        Stream.of(DeliveryState.values())
            .filter(DeliveryState::ended)
            .map(state -> "    %s --> [*]".formatted(state));
    return Stream.of(Stream.of("stateDiagram-v2"), begun, moves, ended)
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String words(DeliveryMove move) {
    return move.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
