package dev.upkeep.system;

import java.time.Duration;

/**
 * How it is known that a part of a system does its work: enough of the latest answers are good.
 *
 * @param expectation what is asked, and what a good answer is
 * @param needed so many of the latest answers must be good
 * @param of so many answers count; the older ones are forgotten
 * @param every how long after one question the next is asked
 * @param within after this long without enough good answers it is not well
 */
public record HealthRule(
    HttpExpectation expectation, int needed, int of, Duration every, Duration within) {

  /** More answers than these say nothing more. */
  public static final int MOST = 100;

  public HealthRule {
    if (needed < 1 || of < needed || of > MOST) {
      throw new IllegalArgumentException("%d of %d good answers".formatted(needed, of));
    }
    if (!every.isPositive() || !within.isPositive()) {
      throw new IllegalArgumentException("every %s within %s".formatted(every, within));
    }
  }
}
