package dev.upkeep.notification.delivery;

import java.time.Duration;

/** Durations as MariaDB counts them. */
final class Micros {
  private Micros() {}

  static long of(Duration duration) {
    return duration.toNanos() / 1000;
  }
}
