package dev.upkeep.benchmarks.report;

import java.util.List;
import java.util.Locale;

/**
 * One thing that was measured more than once.
 *
 * @param name as in {@code drain, events/s}
 * @param values in the order in which they were measured; for a latency all of them, otherwise one
 *     for each round
 * @param shown what of the values counts: their median, or another quantile
 * @param goal what the quantile is held against
 */
public record Figure(String name, List<Double> values, double shown, Goal goal) {
  private static final double MEDIAN = 0.5;

  public Figure {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured for " + name);
    }
    values = List.copyOf(values);
  }

  /** The median is what counts. */
  public static Figure median(String name, List<Double> values, Goal goal) {
    return new Figure(name, values, MEDIAN, goal);
  }

  /** A quantile is what counts: 0.99 for the value that 99 of 100 do not exceed. */
  public static Figure quantile(String name, double quantile, List<Double> values, Goal goal) {
    return new Figure(name, values, quantile, goal);
  }

  public double min() {
    return at(0);
  }

  public double max() {
    return at(1);
  }

  /** What counts. */
  public double value() {
    return at(shown);
  }

  public boolean met() {
    return goal.isMetBy(value());
  }

  /**
   * The value at or below which this fraction of all lies; of an even number the mean in between.
   */
  private double at(double quantile) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (quantile == MEDIAN && sorted.length % 2 == 0) {
      return (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
    }
    int rank = (int) Math.ceil(quantile * sorted.length);
    return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%-34s %12s  [%s .. %s]  %s",
        name,
        number(value()),
        number(min()),
        number(max()),
        goal.verdict(value()));
  }

  static String number(double value) {
    if (Math.abs(value) >= 1000) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.3f", value);
  }
}
