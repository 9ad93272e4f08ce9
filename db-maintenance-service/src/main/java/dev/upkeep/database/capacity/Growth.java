package dev.upkeep.database.capacity;

import dev.upkeep.database.capacity.CapacityPoints.Point;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * How fast something grows, by the median of the slopes between all pairs of points (Theil and
 * Sen): a single clean-up or bulk load does not bend it.
 *
 * @param perDay the median
 * @param slow a quarter of the slopes are lower
 * @param fast a quarter of the slopes are higher
 */
record Growth(double perDay, double slow, double fast) {

  /** Fewer points, or points of fewer days, tell nothing. */
  static final int LEAST_POINTS = 4;

  static final long LEAST_DAYS = 14;

  /** Empty where there is too little history. */
  static Optional<Growth> of(List<Point> points, ToLongFunction<Point> value) {
    if (points.size() < LEAST_POINTS || days(points) < LEAST_DAYS) {
      return Optional.empty();
    }
    List<Double> slopes = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      for (int j = i + 1; j < points.size(); j++) {
        long days = ChronoUnit.DAYS.between(points.get(i).day(), points.get(j).day());
        long change = value.applyAsLong(points.get(j)) - value.applyAsLong(points.get(i));
        slopes.add((double) change / days);
      }
    }
    Collections.sort(slopes);
    return Optional.of(new Growth(at(slopes, 0.5), at(slopes, 0.25), at(slopes, 0.75)));
  }

  /** From the first point to the last. */
  static long days(List<Point> points) {
    return points.isEmpty()
        ? 0
        : ChronoUnit.DAYS.between(points.getFirst().day(), points.getLast().day());
  }

  private static double at(List<Double> sorted, double share) {
    return sorted.get((int) Math.round((sorted.size() - 1) * share));
  }

  /** How many days until so much is used up; empty if it does not grow. */
  static Optional<Long> daysUntil(long room, double perDay) {
    return perDay <= 0 ? Optional.empty() : Optional.of((long) (room / perDay));
  }
}
