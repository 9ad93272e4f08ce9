package dev.upkeep.database.performance;

import dev.upkeep.system.amount.Durations;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code database.performance-review} can be told; the defaults are in the task's description.
 *
 * @param worst how many classes are explained and reported, those first that took the most time
 * @param lookBack how far the first review looks back; later ones begin where the last one ended
 * @param reviewed ids of classes that people have looked at: they are counted and no more told of
 * @param proveAdvice whether indexes are tried on a copy of the newest backup before they are
 *     advised
 */
public record PerformanceReviewParameters(
    int worst, String lookBack, @Nullable List<String> reviewed, boolean proveAdvice) {

  public PerformanceReviewParameters {
    reviewed = reviewed == null ? List.of() : List.copyOf(reviewed);
  }

  Duration longestLookBack() {
    return Durations.parse(lookBack)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "look-back cannot be '%s'. %s".formatted(lookBack, Durations.REMEDY)));
  }

  boolean isReviewed(String id) {
    return reviewed != null && reviewed.contains(id);
  }
}
