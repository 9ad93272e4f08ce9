package dev.upkeep.embedded.kafka;

import dev.upkeep.embedded.DataFolder;
import dev.upkeep.embedded.LoopbackPort;
import dev.upkeep.embedded.ServerDidNotStartException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A real Kafka broker on loopback: one KRaft node, broker and controller in one, in this JVM. Its
 * topics are kept in a folder and its port over restarts. After a {@code kill -9} the next start
 * recovers by itself, within seconds.
 *
 * <p>Not promised: records acknowledged in the last moments before a *power* cut, since the log is
 * not forced to disk per record. MariaDB is the truth from which topics can be fed again.
 *
 * <p>Uses the broker's own server class, which is not a public interface of Kafka: the tests of
 * this package are what to run when Kafka's version changes.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final Duration READY_LIMIT = Duration.ofSeconds(60);

  private final DataFolder folder;
  private final int port;
  private final KafkaRaftServer server;

  /**
   * Starts a broker on the folder, formatting it at the first start; returns when it answers.
   *
   * @throws dev.upkeep.embedded.DataFolderInUseException if a living process uses the folder
   * @throws ServerDidNotStartException if the broker gives up or does not answer within 60 s
   */
  public static EmbeddedKafka start(Path folder) {
    return start(folder, Map.of());
  }

  /**
   * As {@link #start(Path)}, with broker settings that win over this module's own.
   *
   * @see <a href="https://kafka.apache.org/42/configuration/broker-configs/">broker settings</a>
   */
  public static EmbeddedKafka start(Path folder, Map<String, String> settings) {
    DataFolder held = DataFolder.open(folder);
    try {
      return new EmbeddedKafka(held, LoopbackPort.keptIn(held.resolve("port")), settings);
    } catch (RuntimeException e) {
      held.close();
      throw e;
    }
  }

  /** As {@link #start(Path)}, on a port that the caller has chosen. */
  public static EmbeddedKafka start(Path folder, int port) {
    DataFolder held = DataFolder.open(folder);
    try {
      return new EmbeddedKafka(held, port, Map.of());
    } catch (RuntimeException e) {
      held.close();
      throw e;
    }
  }

  private EmbeddedKafka(DataFolder folder, int port, Map<String, String> settings) {
    this.folder = folder;
    this.port = port;
    BrokerExits.neverEndThisJvm();
    Properties properties = BrokerSettings.of(folder.resolve("topics"), port);
    properties.putAll(settings);
    format();
    this.server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    try {
      server.startup();
      awaitAnswer();
    } catch (RuntimeException e) {
      server.shutdown();
      throw new ServerDidNotStartException(
          "The Kafka broker did not start on " + bootstrapServers() + ": " + e.getMessage(), e);
    }
  }

  /** Gives the folder its identity; one that has it keeps it. */
  private void format() {
    Path topics = folder.resolve("topics");
    try {
      Files.createDirectories(topics);
      if (Files.exists(topics.resolve("meta.properties"))) {
        return;
      }
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setNodeId(BrokerSettings.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName(BrokerSettings.CONTROLLER)
          .setMetadataLogDirectory(topics.toString())
          .addDirectory(topics.toString())
          .setIgnoreFormatted(true)
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make " + topics, e);
    } catch (Exception e) {
      throw new ServerDidNotStartException(
          "Cannot format %s for Kafka: %s".formatted(topics, e.getMessage()), e);
    }
  }

  private void awaitAnswer() {
    Map<String, Object> toThisBroker =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    try (Admin admin = Admin.create(toThisBroker)) {
      admin.describeCluster().nodes().get(READY_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("it does not answer an administrator's request", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for its answer", e);
    }
  }

  /** {@code 127.0.0.1:port}, as clients take it. */
  public String bootstrapServers() {
    return LoopbackPort.HOST + ":" + port;
  }

  /**
   * Why the broker gave up, if it did: a full disk, for instance. It then stays down until the next
   * start; it does not take this JVM with it.
   */
  public Optional<String> failure() {
    return BrokerExits.last();
  }

  /** Stops the broker cleanly and gives the folder back. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    folder.close();
  }
}
