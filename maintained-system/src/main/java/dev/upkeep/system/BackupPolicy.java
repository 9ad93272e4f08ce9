package dev.upkeep.system;

import dev.upkeep.system.secret.SecretReference;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a database is backed up.
 *
 * @param place where backups are kept
 * @param method what is copied
 * @param keep how many are kept
 * @param encryption for whom they are encrypted, if they are
 * @param withoutRows tables whose definition alone is kept
 * @param smokeQueries what must be true of a restored copy: the first value that each query answers
 *     is neither NULL nor zero
 * @param binaryLogs whether the server's binary logs are copied to the same place
 */
public record BackupPolicy(
    BackupPlace place,
    Method method,
    Keep keep,
    Optional<Encryption> encryption,
    List<String> withoutRows,
    List<String> smokeQueries,
    boolean binaryLogs) {

  public BackupPolicy {
    withoutRows = List.copyOf(withoutRows);
    smokeQueries = List.copyOf(smokeQueries);
    if (method == Method.PHYSICAL && !withoutRows.isEmpty()) {
      throw new IllegalArgumentException("a physical backup has all rows: " + withoutRows);
    }
  }

  /** What a backup is a copy of. */
  public enum Method {
    /** The database, as SQL in one snapshot. */
    LOGICAL,
    /** All files of its server, by {@code mariadb-backup}. */
    PHYSICAL;

    /** As files write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Grandfather, father, son: the newest backup of each of the last days, weeks and months that
   * have one. Days begin at midnight of the component's datetime-zone, or of UTC; weeks on Monday.
   *
   * @param daily at least 1
   */
  public record Keep(int daily, int weekly, int monthly) {

    /** A week of days, a month of weeks, a year of months. */
    public static final Keep USUAL = new Keep(7, 4, 12);

    public Keep {
      if (daily < 1 || weekly < 0 || monthly < 0) {
        throw new IllegalArgumentException(
            "cannot keep %d daily, %d weekly, %d monthly".formatted(daily, weekly, monthly));
      }
    }
  }

  /**
   * Encryption by age (age-encryption.org, version 1).
   *
   * @param recipient the public key, {@code age1…}: enough to write backups
   * @param identity where the private key is kept: needed to read them
   */
  public record Encryption(String recipient, Optional<SecretReference> identity) {}
}
