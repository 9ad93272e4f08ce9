package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.time.Pauses;
import dev.upkeep.system.Colour;
import java.time.Duration;
import java.util.Optional;

/** Waits of steps, each of which can be stopped between two looks. */
final class Waiting {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(5);

  private Waiting() {}

  /** Something that is looked at. */
  @FunctionalInterface
  interface Look {
    boolean isSo() throws Exception;
  }

  /** Looks until it is so, or the time is over. */
  static boolean until(StepContext context, Duration most, Look look) throws Exception {
    long end = System.nanoTime() + most.toNanos();
    while (!look.isSo()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      pause(context, BETWEEN_LOOKS);
    }
    return true;
  }

  /** Asks without a pause until the first listener answers from a colour. */
  static boolean untilAnswers(StepContext context, Place place, Colour colour) throws Exception {
    long end = System.nanoTime() + FIRST_ANSWER.toNanos();
    while (System.nanoTime() - end < 0) {
      var answer = place.door().first(place.service().probe());
      if (answer.isGood() && answer.colour().equals(Optional.of(colour))) {
        return true;
      }
      context.safePoint("between-answers");
    }
    return false;
  }

  /** A wait of a step; a stop is noticed at its end. */
  static void pause(StepContext context, Duration length) throws Exception {
    new Pauses().pause(length);
    context.safePoint("between-looks");
  }

  static long millisSince(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
  }
}
