package dev.upkeep.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.embedded.mariadb.MariaDbInstallation;
import dev.upkeep.embedded.mariadb.MariaDbSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseKeeperTest {

  @Test
  void bringsTheDatabaseBackWheneverItDied(@TempDir Path folder) {
    try (EmbeddedMariaDb mariaDb =
            EmbeddedMariaDb.start(
                folder.resolve("mariadb"),
                MariaDbInstallation.bundled(ServerCache.ofUser()),
                MariaDbSettings.small());
        DatabaseKeeper _ = new DatabaseKeeper(mariaDb)) {
      for (int time = 0; time < 2; time++) {
        long pid = mariaDb.pid();

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        await("another process answers")
            .atMost(Duration.ofSeconds(30))
            .ignoreException(SQLException.class)
            .until(() -> mariaDb.pid() != pid && answers(mariaDb));
      }
    }
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }

  private static boolean answers(EmbeddedMariaDb mariaDb) throws SQLException {
    try (Connection connection = mariaDb.connectAsRoot()) {
      return connection.isValid(1);
    }
  }
}
