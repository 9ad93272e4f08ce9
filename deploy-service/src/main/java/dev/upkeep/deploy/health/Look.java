package dev.upkeep.deploy.health;

import dev.upkeep.events.Evidence;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a look at a component showed.
 *
 * @param seen what was seen, whether good or bad
 * @param ailments what is wrong; nothing of a component that is well
 */
record Look(Evidence seen, List<Ailment> ailments) {

  /** Where there is nothing to look at. */
  static final Look NOTHING = new Look(Evidence.none(), List.of());

  Look {
    ailments = List.copyOf(ailments);
  }

  /** Both looks. */
  Look and(Look other) {
    return new Look(
        seen.and(other.seen), Stream.concat(ailments.stream(), other.ailments.stream()).toList());
  }
}
