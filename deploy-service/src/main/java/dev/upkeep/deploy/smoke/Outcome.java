package dev.upkeep.deploy.smoke;

import java.time.Duration;

/** What came of a smoke test. */
sealed interface Outcome {

  /** What it tries is true. */
  record Passed(Duration took) implements Outcome {}

  /**
   * It is not.
   *
   * @param why a sentence without its end
   */
  record Failed(String why, Duration took) implements Outcome {}

  /**
   * It was not tried.
   *
   * @param why a sentence without its end
   */
  record Left(String why) implements Outcome {}
}
