package dev.upkeep.standalone;

import dev.upkeep.chassis.kafka.TopicAdministration;
import dev.upkeep.embedded.DataFolder;
import dev.upkeep.embedded.ServerCache;
import dev.upkeep.embedded.kafka.EmbeddedKafka;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.embedded.mariadb.MariaDbInstallation;
import dev.upkeep.embedded.mariadb.MariaDbSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole platform in this JVM. A start after {@code kill -9} recovers by itself; a second start
 * on the same data folder is refused; {@link #close} stops everything in the reverse order and
 * leaves no process behind.
 */
public final class Standalone implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Standalone.class);

  private final StandaloneSettings settings;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  private Standalone(StandaloneSettings settings) {
    this.settings = settings;
  }

  /**
   * Starts the platform; returns when every service is ready.
   *
   * @param says is told what is happening, a line at a time
   * @throws dev.upkeep.embedded.DataFolderInUseException if a living process uses the data folder
   */
  public static Standalone start(StandaloneSettings settings, Consumer<String> says) {
    Standalone platform = new Standalone(settings);
    try {
      platform.startAll(says);
      return platform;
    } catch (RuntimeException e) {
      platform.close();
      throw e;
    }
  }

  private void startAll(Consumer<String> says) {
    DataFolder folder = keep(DataFolder.open(settings.data()));
    Path run = folder.resolve("run");
    emptied(run);
    says.accept("starting the broker and the database");
    try (InParallel parallel = new InParallel()) {
      var broker = parallel.begin(() -> EmbeddedKafka.start(folder.resolve("kafka")));
      var database =
          parallel.begin(
              () ->
                  EmbeddedMariaDb.start(
                      folder.resolve("mariadb"),
                      MariaDbInstallation.bundled(ServerCache.ofUser()),
                      MariaDbSettings.small().withBufferPool("64M")));
      EmbeddedMariaDb mariaDb = keep(parallel.result(database));
      keep(new DatabaseKeeper(mariaDb));
      EmbeddedKafka kafka = keep(parallel.result(broker));
      says.accept("creating topics");
      TopicAdministration.createMissing(
          Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
      says.accept("starting the services");
      ServiceContexts contexts =
          keep(new ServiceContexts(settings, folder.path(), kafka.bootstrapServers(), mariaDb));
      contexts.start(parallel);
      announce(run, "broker", kafka.bootstrapServers());
    }
    announce(run, "ready", Long.toString(ProcessHandle.current().pid()));
    log.info("The platform is ready on {}", settings.data());
  }

  private <T extends AutoCloseable> T keep(T part) {
    started.push(part);
    return part;
  }

  /** What an earlier process said of itself is not true of this one. */
  private static void emptied(Path run) {
    try {
      Files.createDirectories(run);
      try (var files = Files.newDirectoryStream(run)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot empty " + run, e);
    }
  }

  /** Tells a fact to the launcher and the command line, in a file that appears whole. */
  private static void announce(Path run, String file, String fact) {
    try {
      Path unfinished = run.resolve(file + ".unfinished");
      Files.writeString(unfinished, fact + "\n");
      Files.move(unfinished, run.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + run.resolve(file), e);
    }
  }

  /**
   * Stops what was started, the last first; goes on with the others when one does not stop cleanly.
   */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(settings.data().resolve("run").resolve("ready"));
    } catch (IOException e) {
      log.warn("The file run/ready stays behind; the next start removes it", e);
    }
    while (!started.isEmpty()) {
      AutoCloseable part = started.pop();
      try {
        part.close();
      } catch (Exception e) {
        log.warn("{} did not stop cleanly; going on", part.getClass().getSimpleName(), e);
      }
    }
  }
}
