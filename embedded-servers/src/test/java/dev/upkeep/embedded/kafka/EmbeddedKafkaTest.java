package dev.upkeep.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.embedded.DataFolderInUseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Exit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

  private static final String TOPIC = "upkeep.test";

  @TempDir private Path folder;

  @Test
  void keepsTopicsRecordsAndPortOverARestart() throws Exception {
    String address;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      address = kafka.bootstrapServers();
      createTopic(address);
      send(address, 0, 10);
      assertThat(received(address, 10)).hasSize(10);
    }
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      assertThat(kafka.bootstrapServers()).isEqualTo(address);
      assertThat(received(address, 10)).isEqualTo(numbers(0, 10));
      assertThat(kafka.failure()).isEmpty();
    }
  }

  @Test
  void takesASettingFromItsCaller() throws Exception {
    try (EmbeddedKafka kafka =
            EmbeddedKafka.start(folder, Map.of("auto.create.topics.enable", "true"));
        Admin admin = admin(kafka.bootstrapServers())) {
      send(kafka.bootstrapServers(), 0, 1);
      assertThat(admin.listTopics().names().get()).contains(TOPIC);
    }
  }

  @Test
  void refusesASecondStartOnTheSameFolder() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      assertThatThrownBy(() -> EmbeddedKafka.start(folder))
          .isInstanceOf(DataFolderInUseException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThat(kafka.failure()).isEmpty();
    }
  }

  @Test
  void refusesAFolderThatAnotherProcessUsesAndNamesThatProcess() throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(folder)) {
      assertThatThrownBy(() -> EmbeddedKafka.start(folder))
          .isInstanceOf(DataFolderInUseException.class)
          .hasMessageContaining("process " + broker.process.pid());
    }
  }

  @Test
  void recoversByItselfAfterKillNineWithEverythingAcknowledged() throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(folder)) {
      createTopic(broker.address);
      send(broker.address, 0, 500);
    } // closed with SIGKILL
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      send(kafka.bootstrapServers(), 500, 510);
      assertThat(received(kafka.bootstrapServers(), 510)).isEqualTo(numbers(0, 510));
    }
  }

  @Test
  void forgetsAKilledBrokerWithinSecondsAndMakesNoTopicByItself() throws Exception {
    ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder);
        Admin admin = admin(kafka.bootstrapServers())) {
      Config settings = admin.describeConfigs(List.of(broker)).all().get().get(broker);
      assertThat(settings.get("broker.session.timeout.ms").value()).isEqualTo("1500");
      assertThat(settings.get("auto.create.topics.enable").value()).isEqualTo("false");
      assertThat(settings.get("message.max.bytes").value()).isEqualTo("4194304");
    }
  }

  @Test
  void saysThatTheBrokerGaveUpInsteadOfEndingThisJvm() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      assertThatThrownBy(() -> Exit.halt(1, "the disk is full"))
          .hasMessageContaining("the disk is full");
      assertThat(kafka.failure()).contains("the disk is full");
    }
  }

  private static Admin admin(String address) {
    return Admin.create(Map.of("bootstrap.servers", address));
  }

  private static void createTopic(String address) throws Exception {
    try (Admin admin = admin(address)) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
    }
  }

  private static void send(String address, int from, int to) throws Exception {
    Map<String, Object> settings =
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, address, ProducerConfig.ACKS_CONFIG, "all");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      List<Future<RecordMetadata>> acknowledgements =
          numbers(from, to).stream()
              .map(number -> producer.send(new ProducerRecord<>(TOPIC, "key", number)))
              .toList();
      for (Future<RecordMetadata> acknowledgement : acknowledgements) {
        acknowledgement.get();
      }
    }
  }

  private static List<String> received(String address, int count) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            address,
            ConsumerConfig.GROUP_ID_CONFIG,
            "reader-" + System.nanoTime(),
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest");
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(TOPIC));
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                for (ConsumerRecord<String, String> polled :
                    consumer.poll(Duration.ofMillis(100))) {
                  values.add(polled.value());
                }
                return values.size() >= count;
              });
    }
    return values;
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  /** The broker alone in a JVM, as people start it; ended with SIGKILL. */
  private record BrokerProcess(Process process, String address) implements AutoCloseable {

    static BrokerProcess start(Path folder) throws IOException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  KafkaMain.class.getName(),
                  folder.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
      String line = lines.readLine();
      while (line != null && !line.startsWith("127.0.0.1:")) {
        line = lines.readLine();
      }
      return new BrokerProcess(process, String.valueOf(line));
    }

    @Override
    public void close() {
      process.destroyForcibly();
      process.onExit().join();
    }
  }
}
