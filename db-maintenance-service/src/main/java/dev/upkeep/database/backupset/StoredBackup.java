package dev.upkeep.database.backupset;

import dev.upkeep.database.backupplace.BackupName;
import dev.upkeep.database.backupset.Proof.Verdict;
import java.time.Instant;
import java.util.Optional;

/**
 * A backup that is there, as far as its manifest tells.
 *
 * @param name its name
 * @param manifest empty when it is missing or cannot be read
 * @param proof of just this manifest, if it was tested
 */
public record StoredBackup(String name, Optional<Manifest> manifest, Optional<Proof> proof)
    implements Retained {

  /** When its snapshot was taken; for one without a manifest when it was begun. */
  @Override
  public Instant takenAt() {
    return manifest.map(Manifest::takenAt).orElseGet(() -> BackupName.begun(name));
  }

  @Override
  public boolean isProven() {
    return proof.filter(p -> p.verdict() == Verdict.PROVEN).isPresent();
  }

  /** Known to be of no use. */
  @Override
  public boolean isDamaged() {
    return manifest.isEmpty() || proof.filter(p -> p.verdict() == Verdict.DAMAGED).isPresent();
  }
}
