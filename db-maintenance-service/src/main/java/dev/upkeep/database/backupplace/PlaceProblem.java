package dev.upkeep.database.backupplace;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Why nothing can be kept at, or read from, where backups are: a full disk, a refused key. For
 * people; never holds a secret.
 */
public final class PlaceProblem extends IOException {

  private final String reason;
  private final String remedy;
  private final boolean retryable;

  private PlaceProblem(String reason, String remedy, boolean retryable, Throwable cause) {
    super(reason + " " + remedy, cause);
    this.reason = reason;
    this.remedy = remedy;
    this.retryable = retryable;
  }

  /** It will not go away by itself. */
  static PlaceProblem lasting(String reason, String remedy, Throwable cause) {
    return new PlaceProblem(reason, remedy, false, cause);
  }

  /** It may be gone later. */
  static PlaceProblem passing(String reason, String remedy, Throwable cause) {
    return new PlaceProblem(reason, remedy, true, cause);
  }

  /** No byte more can be written. */
  static PlaceProblem full(String place, Throwable cause) {
    return lasting(
        "%s is full.".formatted(place),
        "Make room, keep fewer backups, or name another place in the system file; earlier backups"
            + " are untouched",
        cause);
  }

  /** What a file system's refusal to write means, where it means that it is full. */
  static Optional<PlaceProblem> ofFullDisk(String place, IOException refusal) {
    String said = String.valueOf(refusal.getMessage()).toLowerCase(Locale.ROOT);
    return said.contains("no space left") || said.contains("quota exceeded")
        ? Optional.of(full(place, refusal))
        : Optional.empty();
  }

  public String reason() {
    return reason;
  }

  public String remedy() {
    return remedy;
  }

  public boolean retryable() {
    return retryable;
  }
}
