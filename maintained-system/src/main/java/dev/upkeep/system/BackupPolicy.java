package dev.upkeep.system;

import dev.upkeep.system.secret.SecretReference;
import java.util.List;
import java.util.Optional;

/**
 * How a database is backed up.
 *
 * @param place where backups are kept
 * @param keep how many are kept
 * @param encryption for whom they are encrypted, if they are
 * @param withoutRows tables whose definition alone is kept
 * @param smokeQueries what must be true of a restored copy: the first value that each query answers
 *     is neither NULL nor zero
 */
public record BackupPolicy(
    BackupPlace place,
    Keep keep,
    Optional<Encryption> encryption,
    List<String> withoutRows,
    List<String> smokeQueries) {

  public BackupPolicy {
    withoutRows = List.copyOf(withoutRows);
    smokeQueries = List.copyOf(smokeQueries);
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
