package dev.upkeep.chassis.inbox;

import static dev.upkeep.chassis.Told.told;

import dev.upkeep.events.Event;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.EventCodec;
import dev.upkeep.events.envelope.EventEnvelope;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records that no reader can take: more than 500, no two alike. */
final class Poison {
  private static final String TOPIC = Topic.RUNS.topicName();

  private final Random random = new Random(4_242);
  private final List<ProducerRecord<byte[], byte[]>> corpus = new ArrayList<>();

  static List<ProducerRecord<byte[], byte[]>> corpus() {
    Poison poison = new Poison();
    poison.emptyOnes();
    poison.truncatedOnes();
    poison.wrongTypes();
    poison.garbage();
    poison.brokenAttributes();
    poison.unknownTypesAndVersions();
    poison.largeOnes();
    poison.headerBombs();
    poison.deepOnes();
    poison.misplacedOnes();
    return List.copyOf(poison.corpus);
  }

  /** An event of this moment, so that its way can be timed. */
  static EventEnvelope<Event> event(String mark) {
    return new EventEnvelope<>(
        UUID.randomUUID(),
        URI.create("/upkeep/test"),
        Instant.now(),
        UUID.randomUUID(),
        1,
        null,
        told(UUID.randomUUID(), mark));
  }

  /** A record that is all right. */
  static ProducerRecord<byte[], byte[]> good(EventEnvelope<Event> event) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(TOPIC, bytes(event.event().key()), EventCodec.data(event.event()));
    EventCodec.headers(event).forEach((name, value) -> record.headers().add(name, bytes(value)));
    return record;
  }

  private static ProducerRecord<byte[], byte[]> withValue(byte[] value) {
    ProducerRecord<byte[], byte[]> good = good(event("poison"));
    return new ProducerRecord<>(TOPIC, null, good.key(), value, good.headers());
  }

  private void emptyOnes() {
    corpus.add(new ProducerRecord<>(TOPIC, null, null));
    corpus.add(withValue(null));
    corpus.add(withValue(new byte[0]));
    for (String nothing : List.of(" ", "null", "{}", "[]", "\"\"", "0", "true", "\u0000")) {
      corpus.add(withValue(bytes(nothing)));
    }
  }

  private void truncatedOnes() {
    byte[] whole = EventCodec.data(event("to be cut").event());
    for (int length = 1; length < whole.length; length += 2) {
      corpus.add(withValue(Arrays.copyOf(whole, length)));
    }
  }

  private void wrongTypes() {
    String whole = new String(EventCodec.data(event("types").event()), StandardCharsets.UTF_8);
    for (String field : List.of("taskRunId", "runbookRunId", "system", "task", "kind", "dryRun")) {
      for (String wrong : List.of("{}", "[1,2]", "null", "{\"a\":{}}")) {
        corpus.add(
            withValue(
                bytes(
                    whole.replaceFirst(
                        "\"" + field + "\":(\"[^\"]*\"|true|false)",
                        "\"" + field + "\":" + wrong))));
      }
    }
    for (String wrong : List.of("\"half\"", "{}", "[]", "1e99999999", "NaN", "0x10", "01")) {
      corpus.add(withValue(bytes(whole.replace("\"fraction\":0.5", "\"fraction\":" + wrong))));
    }
  }

  private void garbage() {
    for (int n = 0; n < 160; n++) {
      byte[] noise = new byte[1 + random.nextInt(2_000)];
      random.nextBytes(noise);
      corpus.add(n % 2 == 0 ? withValue(noise) : new ProducerRecord<>(TOPIC, noise, noise));
    }
    byte[] whole = EventCodec.data(event("bad utf-8").event());
    for (int n = 0; n < 20; n++) {
      byte[] broken = whole.clone();
      broken[broken.length - 5 - n] = (byte) 0xC0;
      corpus.add(withValue(broken));
    }
  }

  private void brokenAttributes() {
    List<String> attributes =
        List.of(
            "ce_specversion",
            "ce_id",
            "ce_type",
            "ce_source",
            "ce_time",
            "ce_correlationid",
            "ce_sequence");
    for (String attribute : attributes) {
      ProducerRecord<byte[], byte[]> missing = good(event("missing " + attribute));
      missing.headers().remove(attribute);
      corpus.add(missing);
      for (byte[] wrong :
          List.of(bytes(""), bytes("\u0000"), bytes("%%% not a value"), bytes("\uD83D not"))) {
        ProducerRecord<byte[], byte[]> broken = good(event("broken " + attribute));
        broken.headers().remove(attribute).add(attribute, wrong);
        corpus.add(broken);
      }
      ProducerRecord<byte[], byte[]> valueless = good(event("no value for " + attribute));
      valueless.headers().remove(attribute).add(attribute, null);
      corpus.add(valueless);
    }
  }

  private void unknownTypesAndVersions() {
    for (int major = 2; major < 42; major++) {
      corpus.add(ofType("dev.upkeep.maintenance-progressed.v" + major));
      corpus.add(ofType("dev.upkeep.unheard-of-" + major + ".v1"));
    }
  }

  private ProducerRecord<byte[], byte[]> ofType(String type) {
    ProducerRecord<byte[], byte[]> record = good(event(type));
    record.headers().remove("ce_type").add("ce_type", bytes(type));
    return record;
  }

  private void largeOnes() {
    for (int extra = 1; extra <= 4; extra++) {
      byte[] large = new byte[EventCodec.MAX_BYTES + extra * 100_000];
      random.nextBytes(large);
      corpus.add(withValue(large));
      corpus.add(good(event("x".repeat(EventCodec.MAX_BYTES + extra))));
    }
  }

  private void headerBombs() {
    List<String> hostile =
        List.of(
            "spring_json_header_types",
            "__TypeId__",
            "retry_topic-original-timestamp",
            "retry_topic-attempts",
            "kafka_dlt-exception-stacktrace",
            "springDeserializerExceptionValue",
            "",
            "ce_",
            "\u202Eevil",
            "a".repeat(10_000));
    for (String name : hostile) {
      for (int n = 0; n < 4; n++) {
        byte[] value = new byte[1 + random.nextInt(500)];
        random.nextBytes(value);
        ProducerRecord<byte[], byte[]> record = withValue(bytes("{"));
        record.headers().add(name, value);
        corpus.add(record);
      }
    }
    for (int count : List.of(500, 1_000, 5_000, 20_000)) {
      ProducerRecord<byte[], byte[]> many = withValue(bytes("{" + count));
      IntStream.range(0, count).forEach(n -> many.headers().add("h" + n, bytes("v" + n)));
      corpus.add(many);
    }
    for (int size : List.of(100_000, 1_000_000, 3_000_000)) {
      ProducerRecord<byte[], byte[]> huge = withValue(bytes("{" + size));
      byte[] value = new byte[size];
      random.nextBytes(value);
      huge.headers().add("huge", value);
      corpus.add(huge);
    }
  }

  private void deepOnes() {
    for (int depth : List.of(51, 100, 500, 1_000, 5_000, 50_000, 200_000)) {
      corpus.add(withValue(bytes("[".repeat(depth))));
      corpus.add(withValue(bytes("{\"a\":".repeat(depth))));
    }
    corpus.add(withValue(bytes("{\"fraction\":" + "9".repeat(5_000) + "}")));
  }

  private void misplacedOnes() {
    for (int n = 0; n < 30; n++) {
      ProducerRecord<byte[], byte[]> good = good(event("wrong key " + n));
      byte[] key = n == 0 ? null : bytes("not the key " + n);
      corpus.add(new ProducerRecord<>(TOPIC, null, key, good.value(), good.headers()));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
