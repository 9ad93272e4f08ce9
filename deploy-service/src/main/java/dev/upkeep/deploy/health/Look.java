package dev.upkeep.deploy.health;

import dev.upkeep.events.Evidence;
import java.util.List;

/**
 * What a look at a component showed.
 *
 * @param seen what was seen, whether good or bad
 * @param ailments what is wrong; nothing of a component that is well
 */
record Look(Evidence seen, List<Ailment> ailments) {
  Look {
    ailments = List.copyOf(ailments);
  }
}
