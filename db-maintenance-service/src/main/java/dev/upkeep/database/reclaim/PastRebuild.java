package dev.upkeep.database.reclaim;

import java.util.Optional;

/**
 * A rebuild that was made.
 *
 * @param table not quoted
 * @param beforeBytes of its file
 * @param modelledBytes what the model of pages foretold
 * @param predictedBytes what was foretold after lessons
 * @param afterBytes of its file
 * @param expectedMillis how long it was thought to take, where that was known
 * @param tookMillis how long it took
 */
record PastRebuild(
    String table,
    long beforeBytes,
    long modelledBytes,
    long predictedBytes,
    long afterBytes,
    Optional<Long> expectedMillis,
    long tookMillis) {

  /** By how much the model was off: 1.1 when the table came out a tenth larger. */
  double factor() {
    return modelledBytes == 0 ? 1 : (double) afterBytes / modelledBytes;
  }

  double bytesAMillisecond() {
    return (double) beforeBytes / Math.max(1, tookMillis);
  }
}
