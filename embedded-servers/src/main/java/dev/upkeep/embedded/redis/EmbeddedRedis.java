package dev.upkeep.embedded.redis;

import dev.upkeep.embedded.BundledProgram;
import dev.upkeep.embedded.ChildServer;
import dev.upkeep.embedded.DataFolder;
import dev.upkeep.embedded.LoopbackPort;
import dev.upkeep.embedded.OwnerOnlyFile;
import dev.upkeep.embedded.ServerCache;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Redis 6.2 on loopback, from the embedded-redis artifact, its snapshot kept in a folder. In the
 * folder: {@code password} and {@code redis.conf} (owner only), {@code port}, {@code dump.rdb},
 * {@code redis-server.log}.
 */
public final class EmbeddedRedis implements AutoCloseable {

  private static final String PROGRAM = "redis-server-6.2.6-v5-linux-amd64";
  private static final Duration READY_LIMIT = Duration.ofSeconds(20);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
  private static final int PROBE_MILLIS = 500;

  private final DataFolder folder;
  private final Path program;
  private final String password;
  private final int port;
  private ChildServer server;

  /**
   * Starts the server on the folder; returns when it answers.
   *
   * @throws dev.upkeep.embedded.DataFolderInUseException if a living process uses the folder
   * @throws dev.upkeep.embedded.ServerDidNotStartException with the end of the server's log, or the
   *     name of the system library that it misses
   */
  public static EmbeddedRedis start(Path folder, ServerCache cache) {
    Path program = program(cache);
    DataFolder held = DataFolder.open(folder);
    try {
      return new EmbeddedRedis(held, program);
    } catch (RuntimeException e) {
      held.close();
      throw e;
    }
  }

  /** The server's program, for tests that start it with settings of their own. */
  public static Path program(ServerCache cache) {
    return cache.once(PROGRAM, EmbeddedRedis::unpack).resolve(PROGRAM);
  }

  private static void unpack(Path folder) throws IOException {
    BundledProgram.unpack(PROGRAM, "", PROGRAM::equals, name -> true, folder);
  }

  private EmbeddedRedis(DataFolder folder, Path program) {
    this.folder = folder;
    this.program = program;
    this.password = OwnerOnlyFile.secretKeptIn(folder.resolve("password"));
    // First, since it would still hold the port.
    ChildServer.endLeftBehind(launch());
    this.port = LoopbackPort.keptIn(folder.resolve("port"));
    this.server = launched();
  }

  private ChildServer launched() {
    // In a file, since every user of the machine can read a command line.
    OwnerOnlyFile.write(
        folder.resolve("redis.conf"),
        """
        bind %s
        port %d
        dir "%s"
        requirepass %s
        save 300 1
        """
            .formatted(LoopbackPort.HOST, port, folder.path(), password));
    ChildServer launched = ChildServer.start(launch());
    launched.awaitReady(this::answers, READY_LIMIT);
    return launched;
  }

  private ChildServer.Launch launch() {
    List<String> arguments = List.of(folder.resolve("redis.conf").toString());
    return new ChildServer.Launch("redis-server", program, arguments, folder.path());
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(LoopbackPort.at(port), PROBE_MILLIS);
      socket.setSoTimeout(PROBE_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(("AUTH " + password + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String expected = "+OK\r\n+PONG\r\n";
      return new String(in.readNBytes(expected.length()), StandardCharsets.US_ASCII)
          .equals(expected);
    } catch (IOException notYet) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  public String password() {
    return password;
  }

  /** The address without the password: {@code redis://127.0.0.1:port/0}. */
  public String url() {
    return "redis://%s:%d/0".formatted(LoopbackPort.HOST, port);
  }

  /** The server's process id; another one after each {@link #restart}. */
  public long pid() {
    return server.pid();
  }

  public boolean isAlive() {
    return server.isAlive();
  }

  /** Stops the server if it is running, and starts it again on the same data and the same port. */
  public void restart() {
    server.stop(STOP_PATIENCE);
    server = launched();
  }

  /** Kills the server as a power cut would, for tests; the object lives on for {@link #restart}. */
  public void kill() {
    server.kill();
  }

  /** Stops the server, which writes its snapshot, and gives the folder back. */
  @Override
  public void close() {
    server.stop(STOP_PATIENCE);
    folder.close();
  }
}
