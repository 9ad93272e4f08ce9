package dev.upkeep.database.testkit;

import dev.upkeep.chassis.test.TestPlatform;
import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.embedded.mariadb.MariaDbInstallation;
import dev.upkeep.embedded.mariadb.MariaDbSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The servers that are supported, for what may differ between them. Each is started at most once
 * for all tests of a JVM.
 */
public enum TestServer {
  /** The embedded artifact. */
  MARIADB_11_4 {
    @Override
    public EmbeddedMariaDb server() {
      return TestPlatform.mariaDb();
    }

    @Override
    boolean isInstalled() {
      return true;
    }
  },
  /** Debian's package mariadb-server. */
  MARIADB_10_11 {
    @Override
    public EmbeddedMariaDb server() {
      return Debians.SERVER;
    }

    @Override
    boolean isInstalled() {
      return Files.isExecutable(Debians.PROGRAM);
    }
  };

  /** It, running. */
  public abstract EmbeddedMariaDb server();

  abstract boolean isInstalled();

  /** Those that this machine has; where changes are proven before they land, it must have all. */
  public static Stream<TestServer> here() {
    boolean all = Boolean.parseBoolean(System.getenv("CI"));
    return Arrays.stream(values()).filter(server -> all || server.isInstalled());
  }

  private static final class Debians {
    static final Path PROGRAM = Path.of("/usr/sbin/mariadbd");
    static final EmbeddedMariaDb SERVER = start();

    private static EmbeddedMariaDb start() {
      try {
        Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
        EmbeddedMariaDb server =
            EmbeddedMariaDb.start(
                Files.createTempDirectory(target, "debians-mariadb-"),
                MariaDbInstallation.ofSystem(PROGRAM, ServerCache.ofUser()),
                MariaDbSettings.small());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException("no folder for Debian's server", e);
      }
    }
  }
}
