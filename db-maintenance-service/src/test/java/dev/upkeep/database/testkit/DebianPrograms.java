package dev.upkeep.database.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.embedded.mariadb.MariaDbInstallation;
import dev.upkeep.embedded.mariadb.MariaDbSettings;
import java.nio.file.Files;
import java.nio.file.Path;

/** Programs of Debian's packages, without which a test is passed over, but never in CI. */
public final class DebianPrograms {

  /** The server, of MariaDB 10.11. */
  public static final Path MARIADBD = Path.of("/usr/sbin/mariadbd");

  /** Copies its files. */
  public static final Path MARIADB_BACKUP = Path.of("/usr/bin/mariadb-backup");

  private DebianPrograms() {}

  /** Passes the test over where the program is not there; fails it in CI. */
  public static void need(Path program) {
    String missing =
        program + " is not here (Debian: apt-get install zstd age mariadb-server mariadb-backup)";
    if (!Files.isExecutable(program)) {
      assertThat(System.getenv("CI")).as(missing).isNotEqualTo("true");
    }
    assumeTrue(Files.isExecutable(program), missing);
  }

  /** Starts the server, with arguments of its own. */
  public static EmbeddedMariaDb server(Path folder, String... arguments) {
    need(MARIADBD);
    MariaDbSettings settings = MariaDbSettings.small();
    for (String argument : arguments) {
      settings = settings.withArgument(argument);
    }
    return EmbeddedMariaDb.start(
        folder, MariaDbInstallation.ofSystem(MARIADBD, ServerCache.ofUser()), settings);
  }
}
