package dev.upkeep.database.sandbox;

import dev.upkeep.embedded.ChildServer;
import dev.upkeep.embedded.DataFolder;
import dev.upkeep.embedded.DataFolderInUseException;
import dev.upkeep.embedded.Folders;
import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.mariadb.MariaDbInstallation;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where sandboxes are made: servers on loopback with data folders of their own, for one step each.
 * None outlives its step; what a killed process left is removed before the next one is made.
 */
public final class Sandboxes {

  private static final Logger LOG = LoggerFactory.getLogger(Sandboxes.class);
  private static final String PREFIX = "sandbox-";
  private static final String SERVER = "server";

  private final Path folder;
  private final Optional<Path> server;

  /**
   * @param folder in which each sandbox gets a folder; made when the first is
   * @param server the {@code mariadbd} of an installation; the bundled one where it is empty
   */
  public Sandboxes(Path folder, Optional<Path> server) {
    this.folder = folder.toAbsolutePath().normalize();
    this.server = server;
  }

  /** Where they are, for people. */
  public String place() {
    return folder.toString();
  }

  /** Bytes that can still be written there. */
  public long free() throws IOException {
    Files.createDirectories(folder);
    return Files.getFileStore(folder).getUsableSpace();
  }

  /**
   * Removes what dead processes left, then starts a server; close it.
   *
   * @param name unique among those that may be there at the same time
   * @param lowerCaseTableNames as on the server that is copied
   * @param bytes of tables and indexes that it is to hold
   * @throws dev.upkeep.embedded.ServerDidNotStartException with what the server said
   */
  public Sandbox open(String name, int lowerCaseTableNames, long bytes) throws IOException {
    MariaDbInstallation installation = installation();
    // Whoever removes must not find a folder that is being made and not locked yet.
    synchronized (Sandboxes.class) {
      removeAbandoned();
      return Sandbox.start(folder.resolve(PREFIX + name), installation, lowerCaseTableNames, bytes);
    }
  }

  /** The version of the servers that are started, as in {@code 10.11.19-MariaDB}. */
  public String serverVersion() {
    return installation().version();
  }

  /** A program that came with the servers, such as {@code mariadb-binlog}; may not be there. */
  public Path program(String name) {
    return installation().client().resolveSibling(name);
  }

  /**
   * Starts a server on a data folder that came from another one, in {@link Workplace#data}; close
   * it.
   *
   * @param bytes of tables and indexes
   * @param arguments how the data must be read
   * @throws dev.upkeep.embedded.ServerDidNotStartException with what the server said
   */
  public Sandbox openOn(
      Workplace workplace, int lowerCaseTableNames, long bytes, List<String> arguments)
      throws IOException {
    return Sandbox.startOnCopy(
        workplace.server(), installation(), lowerCaseTableNames, bytes, arguments);
  }

  /** A folder for the time of a step, and MariaDB's client; close it. */
  public Workplace workplace(String name) throws IOException {
    Path client = installation().client();
    return new Workplace(room(name), client);
  }

  /** A folder for the time of a step; close it. */
  public Room room(String name) throws IOException {
    synchronized (Sandboxes.class) {
      removeAbandoned();
      return new Room(DataFolder.open(folder.resolve(PREFIX + name)));
    }
  }

  /** A folder that nobody else uses, gone when closed. */
  public static final class Room implements AutoCloseable {
    private final DataFolder held;

    Room(DataFolder held) {
      this.held = held;
    }

    /** Where it is. */
    public Path folder() {
      return held.path();
    }

    @Override
    public void close() throws IOException {
      held.close();
      Folders.deleteIfThere(held.path());
    }
  }

  /** Such a folder, and a program to work with in it. */
  public static final class Workplace implements AutoCloseable {
    private final Room room;
    private final Path client;

    Workplace(Room room, Path client) {
      this.room = room;
      this.client = client;
    }

    /** Where it is. */
    public Path folder() {
      return room.folder();
    }

    /** Where a server is started on files that came from another. */
    Path server() {
      return folder().resolve(SERVER);
    }

    /** Where the files of a server for {@link Sandboxes#openOn} must be. */
    public Path data() {
      return server().resolve("data");
    }

    /** The program. */
    public Path client() {
      return client;
    }

    @Override
    public void close() throws IOException {
      room.close();
    }
  }

  /** Removes sandboxes whose process is gone. */
  private void removeAbandoned() throws IOException {
    Files.createDirectories(folder);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path sandbox : left) {
        removeIfAbandoned(sandbox);
      }
    }
  }

  /** The lock on a sandbox's folder is gone with its process, however that ended. */
  private void removeIfAbandoned(Path sandbox) throws IOException {
    try (DataFolder held = DataFolder.open(sandbox)) {
      for (Path home : List.of(held.path(), held.path().resolve(SERVER))) {
        ChildServer.endLeftBehind(
            new ChildServer.Launch("mariadbd", installation().server(), List.of(), home));
      }
      Folders.deleteIfThere(held.path());
    } catch (DataFolderInUseException e) {
      LOG.debug("{} is in use by another run", sandbox);
    }
  }

  private MariaDbInstallation installation() {
    ServerCache cache = ServerCache.ofUser();
    return server
        .map(program -> MariaDbInstallation.ofSystem(program, cache))
        .orElseGet(() -> MariaDbInstallation.bundled(cache));
  }
}
