package dev.upkeep.database.backupset;

import dev.upkeep.database.backupset.Manifest.SealedFile;
import dev.upkeep.database.backupset.Manifest.Sealing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Manifests for tests of decisions. */
public final class Manifests {

  private Manifests() {}

  /** Of a backup with one file. */
  public static Manifest of(String name, Instant takenAt, long bytes) {
    return new Manifest(
        Manifest.FORMAT,
        name,
        Optional.empty(),
        "dms",
        "database",
        "app",
        "11.4.5-MariaDB",
        0,
        16_384,
        "utf8mb4",
        "utf8mb4_uca1400_ai_ci",
        takenAt,
        takenAt,
        Optional.empty(),
        Optional.empty(),
        bytes * 5,
        "sum-of-md5-64/1",
        Sealing.ZSTD,
        List.of(new SealedFile("1-tables.sql.zst", Optional.empty(), bytes, "0", bytes * 4)),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }
}
