package dev.upkeep.benchmarks.report;

/** What a figure is held against. */
public sealed interface Goal {

  /** It is only told. */
  static Goal none() {
    return new None();
  }

  static Goal atLeast(double limit) {
    return new AtLeast(limit);
  }

  static Goal atMost(double limit) {
    return new AtMost(limit);
  }

  private String words() {
    return switch (this) {
      case None ignored -> "";
      case AtLeast least -> "≥ " + Figure.number(least.limit());
      case AtMost most -> "≤ " + Figure.number(most.limit());
    };
  }

  default boolean isMetBy(double value) {
    return switch (this) {
      case None ignored -> true;
      case AtLeast least -> value >= least.limit();
      case AtMost most -> value <= most.limit();
    };
  }

  /** As in {@code goal ≥ 10,000: met}. */
  default String verdict(double value) {
    return this instanceof None ? "" : "goal " + words() + (isMetBy(value) ? ": met" : ": MISSED");
  }

  /** No goal. */
  record None() implements Goal {}

  /** Not less than this. */
  record AtLeast(double limit) implements Goal {}

  /** Not more than this. */
  record AtMost(double limit) implements Goal {}
}
