package dev.upkeep.database.filesrestoretest;

import java.util.Random;
import java.util.UUID;

/**
 * Which files are compared with those that they were made of: all, if that is not too much; if it
 * is, others in each run, so that in time each has its turn. The same run chooses the same.
 */
final class Sample {

  private final long seed;
  private final double share;

  /**
   * @param allBytes of all files
   * @param mostBytes to be read
   */
  Sample(UUID run, long allBytes, long mostBytes) {
    this.seed = run.getMostSignificantBits();
    this.share = allBytes <= mostBytes ? 1.0 : (double) mostBytes / allBytes;
  }

  boolean has(String path) {
    return share >= 1.0
        || new Random(seed ^ (path.hashCode() * 0x9E3779B97F4A7C15L)).nextDouble() < share;
  }
}
