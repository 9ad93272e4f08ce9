package dev.upkeep.database.binlog;

import dev.upkeep.database.backupset.Manifest.Sealing;
import java.time.Instant;

/**
 * What there is to know of a copied log. Kept as {@value #FILE} beside it.
 *
 * @param format the version of this description
 * @param log the server's name for it: {@code bin.000123}
 * @param created when the server began it, to the second
 * @param lastEvent when its last event was written, to the second
 * @param bytes how long it is on the server
 * @param sealing how the copy is compressed and encrypted
 * @param file the copy
 * @param sealedBytes how long the copy is
 * @param sha256 of the copy as it lies on the disk, hexadecimal
 */
public record CopiedLog(
    int format,
    String log,
    Instant created,
    Instant lastEvent,
    long bytes,
    Sealing sealing,
    String file,
    long sealedBytes,
    String sha256) {

  /** What it is called. */
  public static final String FILE = "log.json";

  /** The version that this release writes. */
  static final int FORMAT = 1;

  LogName name() {
    return new LogName(created, LogName.numberOf(log).orElseThrow());
  }
}
