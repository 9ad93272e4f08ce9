package dev.upkeep.system;

import dev.upkeep.system.docker.ContainerReference;
import dev.upkeep.system.secret.SecretReference;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A MariaDB database.
 *
 * @param name unique within the system
 * @param url {@code jdbc:mariadb://host:port/database}, without user and password
 * @param user the account Upkeep works with
 * @param password where that account's password is kept
 * @param datetimeZone what DATETIME columns, which carry no zone, mean; there whenever cleanup
 *     policies are
 * @param cleanup what may be archived or deleted, one policy per table
 * @param backup how it is backed up, if it is
 * @param tuning what operators know of its queries and want of its indexes
 * @param throttle how much its application may feel of long work
 * @param container whose address stands for the host in {@code url}, if it is reached that way
 */
public record MariaDbComponent(
    String name,
    String url,
    String user,
    SecretReference password,
    Optional<ZoneId> datetimeZone,
    List<CleanupPolicy> cleanup,
    Optional<BackupPolicy> backup,
    Tuning tuning,
    Throttle throttle,
    Optional<ContainerReference> container)
    implements Component {

  /** The kind as files write it. */
  public static final String KIND = "mariadb";

  public MariaDbComponent {
    cleanup = List.copyOf(cleanup);
    if (datetimeZone.isEmpty() && !cleanup.isEmpty()) {
      throw new IllegalArgumentException("cleanup of " + name + " without a datetime-zone");
    }
  }

  /** With the usual throttle, reached as its address says. */
  public MariaDbComponent(
      String name,
      String url,
      String user,
      SecretReference password,
      Optional<ZoneId> datetimeZone,
      List<CleanupPolicy> cleanup,
      Optional<BackupPolicy> backup,
      Tuning tuning) {
    this(
        name,
        url,
        user,
        password,
        datetimeZone,
        cleanup,
        backup,
        tuning,
        Throttle.USUAL,
        Optional.empty());
  }

  /** The same account at another address. */
  public MariaDbComponent at(String otherUrl) {
    return new MariaDbComponent(
        name,
        otherUrl,
        user,
        password,
        datetimeZone,
        cleanup,
        backup,
        tuning,
        throttle,
        Optional.empty());
  }

  @Override
  public String kind() {
    return KIND;
  }
}
