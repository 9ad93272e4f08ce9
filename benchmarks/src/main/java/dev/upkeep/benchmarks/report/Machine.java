package dev.upkeep.benchmarks.report;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Locale;

/**
 * Where and when something was measured.
 *
 * @param loadBefore the one-minute load average before the first round: above zero, others were at
 *     work
 * @param loadAfter the same after the last round
 */
public record Machine(
    Instant at, int processors, double loadBefore, double loadAfter, String jdk, String system) {

  /** This machine, now; the load after is not known yet. */
  public static Machine here(Instant now) {
    return new Machine(
        now,
        Runtime.getRuntime().availableProcessors(),
        load(),
        Double.NaN,
        System.getProperty("java.vendor") + " " + Runtime.version(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"));
  }

  Machine afterwards() {
    return new Machine(at, processors, loadBefore, load(), jdk, system);
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%s; %d processors, load %.1f before and %.1f after; %s; %s",
        at,
        processors,
        loadBefore,
        loadAfter,
        jdk,
        system);
  }
}
