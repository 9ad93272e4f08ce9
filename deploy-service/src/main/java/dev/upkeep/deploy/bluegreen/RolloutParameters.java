package dev.upkeep.deploy.bluegreen;

import dev.upkeep.system.amount.Durations;
import dev.upkeep.system.amount.Percent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What both tasks can be told; the defaults are in their descriptions.
 *
 * @param service of the component
 * @param image of the next colour, by its digest; to {@code deploy.blue-green} alone
 * @param release how the name of the release begins that is gone back to, or {@code previous}; to
 *     {@code deploy.rollback} alone
 * @param pass how many of the last checks must be good, as in {@code 3 of 5}
 * @param healthyWithin how long the next colour may take until they are
 * @param drain how long requests and websockets of the old colour may take to end
 * @param bake how long the new one is watched before the old one goes
 * @param mostFailures the largest share of failed requests meanwhile
 * @param keepWarm whether the old one goes on running, for a rollback at once
 */
public record RolloutParameters(
    String service,
    @Nullable String image,
    @Nullable String release,
    String pass,
    String healthyWithin,
    String drain,
    String bake,
    String mostFailures,
    boolean keepWarm) {

  Duration longestStart() {
    return duration("healthy-within", healthyWithin);
  }

  Duration longestDrain() {
    return duration("drain", drain);
  }

  Duration bakeTime() {
    return duration("bake", bake);
  }

  HealthWindow window() {
    String[] parts = pass.split(" of ", 2);
    return new HealthWindow(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  double mostFailed() {
    return Percent.parse(mostFailures)
        .orElseThrow(() -> new IllegalArgumentException("most-failures cannot be " + mostFailures))
        .asFraction();
  }

  private static Duration duration(String name, String text) {
    return Durations.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s cannot be '%s'. %s".formatted(name, text, Durations.REMEDY)));
  }
}
