package dev.upkeep.database.backupset;

import java.time.Instant;
import java.util.List;

/**
 * What a restore test found out about a backup. Kept as {@value #FILE} beside the manifest; it
 * counts for just that manifest.
 *
 * @param manifestSha256 of the manifest that was tested
 * @param verdict what came of it
 * @param at when
 * @param run the task run that did it
 * @param server the version of the server that it was restored into
 * @param recoverySeconds from an empty disk to a copy that was compared
 * @param differences what was not as it should be; empty when proven
 */
public record Proof(
    String manifestSha256,
    Verdict verdict,
    Instant at,
    String run,
    String server,
    double recoverySeconds,
    List<String> differences) {

  /** What it is called. */
  public static final String FILE = "proof.json";

  public Proof {
    differences = List.copyOf(differences);
  }

  /** What came of a test. */
  public enum Verdict {
    /** It was restored, and the copy was the same. */
    PROVEN,
    /** It cannot be restored, or the copy was not the same. */
    DAMAGED
  }
}
