package dev.upkeep.embedded.mariadb;

import dev.upkeep.embedded.LoopbackPort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of {@code mariadbd}. No option file is read; no secret is in it. */
final class MariaDbArguments {

  static final String LOG_FILE_SIZE = "48M";

  private MariaDbArguments() {}

  static List<String> of(
      MariaDbInstallation installation, MariaDbSettings settings, Path folder, int port) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--no-defaults");
    arguments.addAll(installation.whereItsFilesAre());
    arguments.addAll(
        List.of(
            "--datadir=" + folder.resolve("data"),
            "--tmpdir=" + folder.resolve("tmp"),
            "--bind-address=" + LoopbackPort.HOST,
            "--port=" + port,
            // Relative to the data folder: an absolute path may exceed the 107 bytes of a socket's.
            "--socket=mariadb.sock",
            // Loopback only; making a certificate takes 8 s of every start otherwise.
            "--skip-ssl",
            "--skip-name-resolve",
            "--local-infile=0",
            "--skip-log-bin",
            "--character-set-server=utf8mb4",
            "--collation-server=utf8mb4_uca1400_ai_ci",
            "--default-time-zone=+00:00",
            "--innodb-flush-log-at-trx-commit=1",
            "--innodb-buffer-pool-size=" + settings.bufferPool(),
            "--innodb-log-file-size=" + LOG_FILE_SIZE,
            // The default of 16M is taken twice, at once.
            "--innodb-log-buffer-size=4M",
            // The engines that nobody uses here would take 256 MB of caches between them.
            "--key-buffer-size=1M",
            "--aria-pagecache-buffer-size=8M",
            "--max-connections=150",
            "--performance-schema=" + (settings.performanceSchema() ? "ON" : "OFF")));
    arguments.addAll(userIfRoot());
    arguments.addAll(settings.extraArguments());
    return arguments;
  }

  /** The server refuses to run as root unless told to; in a container that is all there is. */
  static List<String> userIfRoot() {
    return "root".equals(System.getProperty("user.name")) ? List.of("--user=root") : List.of();
  }
}
