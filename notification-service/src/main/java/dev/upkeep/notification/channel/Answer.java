package dev.upkeep.notification.channel;

import java.time.Duration;
import java.util.Optional;

/** What came of one attempt to hand a letter over. Reasons name no secret and no whole address. */
public sealed interface Answer {

  /** The server has taken it on. */
  record Accepted() implements Answer {}

  /** It will never take this one. */
  record Refused(String reason, String remedy) implements Answer {}

  /**
   * It did not take it this time.
   *
   * @param after the shortest time to wait, where the server named one
   * @param uncertain whether the server may have taken it all the same: everything was sent, and no
   *     answer came
   */
  record NotNow(String reason, String remedy, Optional<Duration> after, boolean uncertain)
      implements Answer {}
}
