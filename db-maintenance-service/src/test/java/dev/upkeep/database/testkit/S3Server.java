package dev.upkeep.database.testkit;

import dev.upkeep.embedded.ChildServer;
import dev.upkeep.embedded.LoopbackPort;
import dev.upkeep.embedded.OwnerOnlyFile;
import dev.upkeep.system.BackupPlace;
import dev.upkeep.system.secret.SecretReference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real server of the S3 protocol that checks signatures and keeps its objects in a folder:
 * S3Proxy, in a process of its own.
 */
public final class S3Server implements AutoCloseable {

  /** Whose it is. */
  public static final String ACCESS_KEY = "AKUPKEEPTEST";

  /** Signs requests. */
  public static final String SECRET_KEY = "s3-secret-of-the-tests";

  private static final Path PROGRAM = Path.of("target", "servers", "s3proxy.jar").toAbsolutePath();
  private static final String BUCKET = "upkeep-backups";

  private final ChildServer.Launch launch;
  private final int port;
  private final Path objects;
  private ChildServer server;

  private S3Server(ChildServer.Launch launch, int port, Path objects) {
    this.objects = objects;
    this.launch = launch;
    this.port = port;
    this.server = started();
  }

  /** Starts one with an empty bucket. */
  public static S3Server start(Path folder) throws IOException {
    int port = LoopbackPort.free();
    Path objects = Files.createDirectories(folder.resolve("objects"));
    Files.createDirectories(objects.resolve(BUCKET));
    Path settings = folder.resolve("s3proxy.conf");
    OwnerOnlyFile.write(
        settings,
        """
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.endpoint=http://%s:%d
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=filesystem-nio2
        jclouds.filesystem.basedir=%s
        """
            .formatted(LoopbackPort.HOST, port, ACCESS_KEY, SECRET_KEY, objects));
    return new S3Server(
        new ChildServer.Launch(
            "s3proxy",
            Path.of(System.getProperty("java.home"), "bin", "java"),
            List.of("-Xmx192m", "-jar", PROGRAM.toString(), "--properties", settings.toString()),
            folder),
        port,
        objects);
  }

  private ChildServer started() {
    ChildServer started = ChildServer.start(launch);
    started.awaitReady(this::listens, Duration.ofSeconds(60));
    return started;
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Its bucket; the keys are in the environment variables S3_ACCESS and S3_SECRET. */
  public BackupPlace.Bucket bucket() {
    return bucket(BUCKET);
  }

  /** A bucket of another name, there or not. */
  public BackupPlace.Bucket bucket(String name) {
    return new BackupPlace.Bucket(
        name,
        Optional.of(URI.create("http://%s:%d".formatted(LoopbackPort.HOST, port))),
        BackupPlace.Bucket.USUAL_REGION,
        true,
        "upkeep",
        new SecretReference.InEnvironment("S3_ACCESS"),
        new SecretReference.InEnvironment("S3_SECRET"));
  }

  /**
   * Puts a folder's files under the bucket's prefix, beside the server: it keeps objects as files.
   */
  public void fill(BackupPlace.Bucket bucket, Path folder) throws IOException {
    Path into = objects.resolve(bucket.name()).resolve(bucket.prefix());
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path object = into.resolve(folder.relativize(file).toString());
        Files.createDirectories(object.getParent());
        Files.copy(file, object);
      }
    }
  }

  /** Ends it as a power cut would. */
  public void kill() {
    server.kill();
  }

  /** Brings it back with its objects. */
  public void restart() {
    server = started();
  }

  @Override
  public void close() {
    server.kill();
  }
}
