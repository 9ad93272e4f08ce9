package dev.upkeep.database.reclaim;

import dev.upkeep.system.amount.Percent;
import java.util.Optional;

/**
 * What a rebuild of a table would give back, and what it would take.
 *
 * @param table not quoted
 * @param fileBytes what it takes now
 * @param predictedBytes what it would take afterwards
 * @param modelledBytes the same before anything was learnt from earlier rebuilds
 * @param indexBytes the part of it that all indexes but the clustered one would take
 * @param rows how many it has
 * @param counted whether the rows were counted; else InnoDB's estimate stands for them
 * @param madeAt when the table was last rebuilt or created, as the server says it; empty where it
 *     does not. A later rebuild shows in it.
 * @param expectedMillis how long a rebuild would take; empty where no earlier one tells
 */
public record ReclaimEstimate(
    String table,
    long fileBytes,
    long predictedBytes,
    long modelledBytes,
    long indexBytes,
    long rows,
    boolean counted,
    String madeAt,
    Optional<Long> expectedMillis) {

  /** Less than this is not worth a rebuild, whatever its share: files grow by whole extents. */
  static final long LEAST_BYTES = 2L << 20;

  ReclaimEstimate learnt(long learntBytes, Optional<Long> millis) {
    return new ReclaimEstimate(
        table, fileBytes, learntBytes, modelledBytes, indexBytes, rows, counted, madeAt, millis);
  }

  public long reclaimableBytes() {
    return Math.max(0, fileBytes - predictedBytes);
  }

  /** The part of the file that would be given back, from 0.0 to 1.0. */
  public double share() {
    return fileBytes == 0 ? 0 : (double) reclaimableBytes() / fileBytes;
  }

  /** Whether a rebuild pays. */
  public boolean pays(Percent threshold) {
    return reclaimableBytes() >= LEAST_BYTES && share() >= threshold.asFraction();
  }
}
