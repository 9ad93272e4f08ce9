package dev.upkeep.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.test.TestPlatform;
import dev.upkeep.embedded.kafka.EmbeddedKafka;
import dev.upkeep.events.Event;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.EventCodec;
import dev.upkeep.events.envelope.EventEnvelope;
import dev.upkeep.events.envelope.EventJson;
import dev.upkeep.events.envelope.UnacceptableEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A scheduler on a real broker and a real database, with folders of its own. */
public final class SchedulerUnderTest implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final EmbeddedKafka broker = TestPlatform.newBroker();
  private final Map<String, Object> settings = new HashMap<>();
  private final Path folder = TestPlatform.folder("scheduler");
  private final List<ConfigurableApplicationContext> instances = new ArrayList<>();
  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", broker.bootstrapServers()),
          new ByteArraySerializer(),
          new ByteArraySerializer());
  private Clock clock = Clock.systemUTC();
  private final Map<UUID, Long> sequences = new HashMap<>();

  public SchedulerUnderTest() {
    settings.putAll(TestPlatform.newSchema().settings());
    settings.put("upkeep.service", SchedulerService.NAME);
    settings.put("upkeep.kafka.bootstrap-servers", broker.bootstrapServers());
    settings.put("upkeep.systems-folder", folder.resolve("systems").toString());
    settings.put("upkeep.runbooks-folder", folder.resolve("runbooks").toString());
    settings.put("upkeep.web.token-file", folder.resolve("operator.token").toString());
    settings.put("upkeep.web.endpoint-file", folder.resolve("endpoint").toString());
    settings.put("upkeep.keys-folder", folder.resolve("keys").toString());
    write(
        "systems/lcbp3-dms.yaml",
        """
        system: lcbp3-dms
        title: LCBP3
        components:
          database: {kind: mariadb, url: "jdbc:mariadb://127.0.0.1:3306/dms", user: upkeep, password: "${env:DMS}", datetime-zone: Asia/Bangkok}
        """);
  }

  /** Writes one of the operators' files. */
  public void write(String file, String content) {
    try {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With a further setting. */
  public SchedulerUnderTest with(Map<String, Object> more) {
    settings.putAll(more);
    return this;
  }

  public Path keys() {
    return folder.resolve("keys");
  }

  /** Calls the HTTP API of the instance started last, as the local operator. */
  public HttpResponse<String> call(String method, String path, byte[] body) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(Files.readString(folder.resolve("endpoint")).strip() + path))
              .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
              .header("Content-Type", "application/json")
              .header(
                  "Authorization",
                  "Bearer " + Files.readString(folder.resolve("operator.token")).strip())
              .build();
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public JsonNode get(String path) {
    HttpResponse<String> response = call("GET", path, new byte[0]);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return EventJson.mapper().readTree(response.body());
  }

  /** All instances go by this clock. */
  public SchedulerUnderTest at(Clock settable) {
    clock = settable;
    return this;
  }

  /** Starts an instance; several share database, broker and files. */
  public ConfigurableApplicationContext start() {
    ConfigurableApplicationContext instance =
        new SpringApplicationBuilder(SchedulerService.class)
            .initializers(
                context ->
                    ((GenericApplicationContext) context)
                        .registerBean("clockOfTheTest", Clock.class, () -> clock))
            .bannerMode(Banner.Mode.OFF)
            .registerShutdownHook(false)
            .properties(settings)
            .run("--upkeep.instance=instance-" + (instances.size() + 1));
    instances.add(instance);
    return instance;
  }

  public JdbcClient jdbc() {
    return instances.getLast().getBean(JdbcClient.class);
  }

  /** Tells an event as a worker would. */
  public EventEnvelope<Event> tell(Topic topic, Event event, UUID key) {
    long sequence = sequences.merge(key, 1L, Long::sum);
    EventEnvelope<Event> envelope =
        new EventEnvelope<>(
            UUID.randomUUID(),
            URI.create("/upkeep/test-worker"),
            Instant.now(),
            UUID.randomUUID(),
            sequence,
            null,
            event);
    tell(topic, envelope);
    return envelope;
  }

  /** Tells the very same event, again if need be. */
  public void tell(Topic topic, EventEnvelope<Event> envelope) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic.topicName(),
            envelope.event().key().getBytes(StandardCharsets.UTF_8),
            EventCodec.data(envelope.event()));
    EventCodec.headers(envelope)
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    send(record);
  }

  public void send(ProducerRecord<byte[], byte[]> record) {
    try {
      producer.send(record).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads a topic from its beginning; records arrive in the list as long as the reader is open. */
  public Listening listen(Topic topic) {
    return new Listening(topic, broker.bootstrapServers());
  }

  /** A reader of one topic. */
  public static final class Listening implements AutoCloseable {
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean open = true;

    /** An event and when it could be read. */
    public record Heard(EventEnvelope<Event> envelope, Instant at) {}

    Listening(Topic topic, String servers) {
      KafkaConsumer<byte[], byte[]> consumer =
          new KafkaConsumer<>(
              Map.of("bootstrap.servers", servers, "auto.offset.reset", "earliest"),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer());
      consumer.assign(
          Stream.iterate(0, p -> p + 1)
              .limit(topic.partitions())
              .map(p -> new TopicPartition(topic.topicName(), p))
              .toList());
      thread = Thread.ofPlatform().start(() -> read(consumer));
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer) {
      try (consumer) {
        while (open) {
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
            Instant at = Instant.now();
            heard.add(new Heard(EventCodec.decode(record), at));
          }
        }
      } catch (UnacceptableEvent e) {
        throw new IllegalStateException(e);
      }
    }

    public List<Heard> heard() {
      return heard;
    }

    public List<Event> events() {
      return heard.stream().<Event>map(each -> each.envelope().event()).toList();
    }

    public <E extends Event> List<E> all(Class<E> kind) {
      return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public void close() {
      open = false;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    instances.reversed().forEach(ConfigurableApplicationContext::close);
    producer.close();
    broker.close();
  }
}
