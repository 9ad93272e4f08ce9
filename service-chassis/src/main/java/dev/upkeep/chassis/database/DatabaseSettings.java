package dev.upkeep.chassis.database;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The service's own MariaDB schema.
 *
 * @param url as in {@code jdbc:mariadb://127.0.0.1:3306/upkeep_scheduler}
 * @param user an account with all rights on this schema and none elsewhere
 * @param poolSize how many connections the service may hold
 * @param connectionTimeout how long a piece of work waits for a connection
 * @param purgeEvery how often rows that are no longer needed are removed
 * @param allowUnsafe starts all the same on a server whose settings may lose what was committed
 */
@ConfigurationProperties("upkeep.database")
public record DatabaseSettings(
    @DefaultValue("") String url,
    @DefaultValue("") String user,
    @DefaultValue("") String password,
    @DefaultValue("6") int poolSize,
    @DefaultValue("5s") Duration connectionTimeout,
    @DefaultValue("10m") Duration purgeEvery,
    @DefaultValue("false") boolean allowUnsafe) {

  public DatabaseSettings {
    if (!url.startsWith("jdbc:mariadb:")) {
      throw new IllegalArgumentException(
          "upkeep.database.url is '%s': set it as in jdbc:mariadb://127.0.0.1:3306/upkeep_scheduler"
              .formatted(url));
    }
    if (poolSize < 2) {
      throw new IllegalArgumentException(
          "upkeep.database.pool-size is %d: the service needs at least 2".formatted(poolSize));
    }
  }

  /** A password does not belong in a log line. */
  @Override
  public String toString() {
    return "DatabaseSettings[url=%s, user=%s, poolSize=%d]".formatted(url, user, poolSize);
  }
}
