package dev.upkeep.database.sandbox;

import dev.upkeep.system.secret.Secret;
import java.net.URI;

/**
 * How MariaDB's own programs reach a server: the text of an option file, since a password on a
 * command line is everybody's.
 */
public final class ClientOptions {

  private static final int USUAL_PORT = 3306;

  private final String host;
  private final int port;
  private final String user;
  private final String password;

  public ClientOptions(String host, int port, String user, String password) {
    this.host = host;
    this.port = port;
    this.user = user;
    this.password = password;
  }

  /**
   * For a server that is known by its JDBC address.
   *
   * @param jdbcUrl {@code jdbc:mariadb://host:port/…}
   */
  public static ClientOptions of(String jdbcUrl, String user, Secret password) {
    URI address = URI.create(jdbcUrl.substring("jdbc:".length()));
    return new ClientOptions(
        address.getHost(),
        address.getPort() < 0 ? USUAL_PORT : address.getPort(),
        user,
        password.reveal());
  }

  /** For a file that only its owner can read. */
  public String text() {
    return """
    [client]
    protocol=tcp
    host=%s
    port=%d
    user=%s
    password=%s
    skip-ssl
    """
        .formatted(host, port, quoted(user), quoted(password));
  }

  private static String quoted(String value) {
    return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
