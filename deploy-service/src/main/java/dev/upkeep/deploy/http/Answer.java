package dev.upkeep.deploy.http;

import java.time.Duration;

/** What came of a question. */
public sealed interface Answer {

  /** How long it took until the answer was there whole, or nothing more was to be expected. */
  Duration took();

  /** As it should be. */
  record Good(int status, Duration took) implements Answer {}

  /**
   * An answer that is not the right one.
   *
   * @param what is wrong with it: a sentence without its end
   */
  record Wrong(String what, Duration took) implements Answer {}

  /**
   * The right answer, too late.
   *
   * @param what is wrong with it: a sentence without its end
   */
  record Slow(String what, Duration took) implements Answer {}

  /**
   * None.
   *
   * @param what happened instead: a sentence without its end
   */
  record Silence(String what, Duration took) implements Answer {}
}
