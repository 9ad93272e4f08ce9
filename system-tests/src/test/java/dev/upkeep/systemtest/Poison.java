package dev.upkeep.systemtest;

import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.EventCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records of one topic that no reader can take, no two alike: what is good about one, spoiled. */
final class Poison {
  private static final List<String> ATTRIBUTES =
      List.of(
          "ce_specversion",
          "ce_id",
          "ce_type",
          "ce_source",
          "ce_time",
          "ce_correlationid",
          "ce_sequence");

  private final Random random;
  private final Topic topic;
  private final Supplier<ProducerRecord<byte[], byte[]>> good;
  private final List<ProducerRecord<byte[], byte[]>> corpus = new ArrayList<>();

  private Poison(Topic topic, Supplier<ProducerRecord<byte[], byte[]>> good) {
    this.random = new Random(topic.topicName().hashCode());
    this.topic = topic;
    this.good = good;
  }

  /**
   * All kinds of poison for a topic.
   *
   * @param good makes a record that is all right, another one each time
   * @param fields of its value that must be strings
   */
  static List<ProducerRecord<byte[], byte[]>> corpus(
      Topic topic, Supplier<ProducerRecord<byte[], byte[]>> good, List<String> fields) {
    Poison poison = new Poison(topic, good);
    poison.emptyOnes();
    poison.truncatedOnes();
    poison.wrongTypes(fields);
    poison.garbage();
    poison.largeOnes();
    poison.headerBombs();
    poison.deepOnes();
    poison.misplacedOnes();
    if (topic != Topic.TRIGGERS) {
      poison.brokenAttributes();
      poison.unknownTypesAndVersions();
    }
    // So that the largest of all topics do not come together.
    Collections.shuffle(poison.corpus, poison.random);
    return List.copyOf(poison.corpus);
  }

  private void emptyOnes() {
    if (!topic.compacted()) {
      // The broker itself refuses what it could not compact.
      corpus.add(new ProducerRecord<>(topic.topicName(), null, null));
    }
    corpus.add(withValue(null));
    corpus.add(withValue(new byte[0]));
    for (String nothing : List.of(" ", "null", "{}", "[]", "\"\"", "0", "true", "\u0000")) {
      corpus.add(withValue(bytes(nothing)));
    }
  }

  private void truncatedOnes() {
    byte[] whole = good.get().value();
    int step = Math.max(1, whole.length / 20);
    for (int length = 1; length < whole.length; length += step) {
      corpus.add(withValue(Arrays.copyOf(whole, length)));
    }
  }

  private void wrongTypes(List<String> fields) {
    for (String field : fields) {
      for (String wrong : List.of("{}", "[1,2]", "null", "{\"a\":{}}")) {
        String whole = new String(good.get().value(), StandardCharsets.UTF_8);
        corpus.add(
            withValue(
                bytes(
                    whole.replaceFirst(
                        "\"" + field + "\":\"[^\"]*\"", "\"" + field + "\":" + wrong))));
      }
    }
  }

  private void garbage() {
    for (int n = 0; n < 20; n++) {
      byte[] noise = noise(1 + random.nextInt(2_000));
      corpus.add(
          n % 2 == 0 ? withValue(noise) : new ProducerRecord<>(topic.topicName(), noise, noise));
    }
    for (int n = 0; n < 5; n++) {
      byte[] broken = good.get().value().clone();
      broken[broken.length - 5 - n] = (byte) 0xC0;
      corpus.add(withValue(broken));
    }
  }

  private void largeOnes() {
    corpus.add(withValue(noise(EventCodec.MAX_BYTES + 1)));
    corpus.add(withValue(noise(EventCodec.MAX_BYTES * 5 / 2)));
    String whole = new String(good.get().value(), StandardCharsets.UTF_8);
    corpus.add(withValue(bytes(whole + " ".repeat(EventCodec.MAX_BYTES))));
  }

  private void headerBombs() {
    List<String> hostile =
        List.of(
            "spring_json_header_types",
            "__TypeId__",
            "retry_topic-original-timestamp",
            "kafka_dlt-exception-stacktrace",
            "springDeserializerExceptionValue",
            "",
            "ce_",
            "\u202Eevil",
            "a".repeat(10_000));
    for (String name : hostile) {
      ProducerRecord<byte[], byte[]> record = withValue(bytes("{"));
      record.headers().add(name, noise(1 + random.nextInt(500)));
      corpus.add(record);
    }
    for (int count : List.of(500, 5_000, 20_000)) {
      ProducerRecord<byte[], byte[]> many = withValue(bytes("{" + count));
      IntStream.range(0, count).forEach(n -> many.headers().add("h" + n, bytes("v" + n)));
      corpus.add(many);
    }
    for (int size : List.of(100_000, 3_000_000)) {
      ProducerRecord<byte[], byte[]> huge = withValue(bytes("{" + size));
      huge.headers().add("huge", noise(size));
      corpus.add(huge);
    }
  }

  private void deepOnes() {
    for (int depth : List.of(51, 1_000, 200_000)) {
      corpus.add(withValue(bytes("[".repeat(depth))));
      corpus.add(withValue(bytes("{\"a\":".repeat(depth))));
    }
    corpus.add(withValue(bytes("{\"fraction\":" + "9".repeat(5_000) + "}")));
  }

  private void misplacedOnes() {
    for (int n = 0; n < 8; n++) {
      ProducerRecord<byte[], byte[]> other = good.get();
      byte[] key = n == 0 && !topic.compacted() ? null : bytes("not the key " + n);
      corpus.add(
          new ProducerRecord<>(topic.topicName(), null, key, other.value(), other.headers()));
    }
  }

  private void brokenAttributes() {
    for (String attribute : ATTRIBUTES) {
      ProducerRecord<byte[], byte[]> missing = good.get();
      missing.headers().remove(attribute);
      corpus.add(missing);
      for (byte[] wrong : new byte[][] {bytes("%%% not a value"), bytes(""), null}) {
        ProducerRecord<byte[], byte[]> broken = good.get();
        broken.headers().remove(attribute).add(attribute, wrong);
        corpus.add(broken);
      }
    }
  }

  private void unknownTypesAndVersions() {
    for (int major = 2; major < 10; major++) {
      corpus.add(ofType("dev.upkeep.maintenance-progressed.v" + major));
      corpus.add(ofType("dev.upkeep.unheard-of-" + major + ".v1"));
    }
  }

  private ProducerRecord<byte[], byte[]> ofType(String type) {
    ProducerRecord<byte[], byte[]> record = good.get();
    record.headers().remove("ce_type").add("ce_type", bytes(type));
    return record;
  }

  private ProducerRecord<byte[], byte[]> withValue(byte[] value) {
    ProducerRecord<byte[], byte[]> other = good.get();
    return new ProducerRecord<>(topic.topicName(), null, other.key(), value, other.headers());
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
