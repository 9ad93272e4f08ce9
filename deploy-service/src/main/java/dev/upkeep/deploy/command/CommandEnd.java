package dev.upkeep.deploy.command;

import java.time.Duration;

/** How a command ended. What it said is masked. */
public sealed interface CommandEnd {

  /**
   * By itself.
   *
   * @param expected whether its exit code is one of those of a command that did its work
   */
  record Ended(int code, boolean expected, String output, Duration took) implements CommandEnd {}

  /** It was ended, with all that it had started, because its time was over. */
  record OverLimit(Duration limit, String output) implements CommandEnd {}

  /**
   * It did not start.
   *
   * @param why a sentence without its end
   * @param remedy a sentence without its end
   */
  record NotStarted(String why, String remedy) implements CommandEnd {}
}
