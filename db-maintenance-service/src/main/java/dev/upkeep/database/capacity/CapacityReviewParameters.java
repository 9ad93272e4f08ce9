package dev.upkeep.database.capacity;

import dev.upkeep.system.amount.Durations;
import java.time.Duration;

/**
 * What {@code database.capacity-review} can be told; the defaults are in the task's description.
 *
 * @param fullWithin a disk that will be full within this time is a finding
 * @param lookBack how much history growth is taken from
 * @param keep how long points are kept
 */
public record CapacityReviewParameters(String fullWithin, String lookBack, String keep) {

  long fullWithinDays() {
    return days("full-within", fullWithin);
  }

  long lookBackDays() {
    return days("look-back", lookBack);
  }

  long keepDays() {
    return days("keep", keep);
  }

  private static long days(String name, String written) {
    return Durations.parse(written)
        .map(Duration::toDays)
        .filter(days -> days > 0)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s cannot be '%s'. %s, at least one day"
                        .formatted(name, written, Durations.REMEDY)));
  }
}
