package dev.upkeep.events.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.upkeep.events.Event;
import dev.upkeep.events.Golden;
import dev.upkeep.events.Schemas;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

/**
 * Golden records, damaged in every way that came to mind. Whatever a record holds, reading it ends
 * soon, in an event that its schema allows or in {@link UnacceptableEvent}. A failure prints the
 * seed that repeats it.
 */
class HostileRecordsTest {
  private static final int RECORDS = 10_000;
  private static final long SEED = 20_261_122L;

  /** The reader leaves bounds and formats to those who act on the values. */
  private static final Set<String> NOT_THE_READERS = Set.of("minimum", "maximum", "format");

  private static final List<String> FRAGMENTS =
      List.of(
          "null",
          "true",
          "{}",
          "[]",
          "\"\"",
          "-1",
          "1e400",
          "NaN",
          "\\u0000",
          "\\ud800",
          "\"",
          "{\"",
          "]]",
          "}}",
          ",,",
          ":",
          "0000",
          "/*",
          "\u0000",
          "\ufeff",
          "ก",
          "🛠",
          "{\"@class\":\"java.net.URL\"}",
          "9".repeat(120),
          "[".repeat(200),
          "1e999999999");

  @Test
  void endInAnEventOrInQuarantineAndNeverElsewhere() {
    List<Golden> goldens = Golden.all();
    Map<UnacceptableEvent.Reason, Integer> refused = new EnumMap<>(UnacceptableEvent.Reason.class);
    int[] accepted = {0};

    assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          for (int i = 0; i < RECORDS; i++) {
            long seed = SEED + i;
            Random random = new Random(seed);
            Golden golden = goldens.get(random.nextInt(goldens.size()));
            ConsumerRecord<byte[], byte[]> record = damaged(golden, random);
            try {
              check(golden, EventCodec.decode(record).event());
              accepted[0]++;
            } catch (UnacceptableEvent e) {
              refused.merge(e.reason(), 1, Integer::sum);
              assertThat(e.getMessage()).hasSizeLessThan(400);
            } catch (RuntimeException | Error e) {
              throw new AssertionError("seed %d: %s".formatted(seed, golden), e);
            }
          }
        });

    // The damage was neither always fatal nor always harmless, and of every kind.
    assertThat(accepted[0]).isGreaterThan(RECORDS / 100);
    assertThat(refused)
        .containsKeys(
            UnacceptableEvent.Reason.MALFORMED,
            UnacceptableEvent.Reason.NOT_A_CLOUD_EVENT,
            UnacceptableEvent.Reason.MISPLACED,
            UnacceptableEvent.Reason.UNKNOWN_TYPE);
  }

  private static void check(Golden golden, Event event) {
    var written = EventJson.mapper().readTree(EventCodec.data(event));
    assertThat(Schemas.errors(Schemas.of(golden.type()), written))
        .filteredOn(error -> !NOT_THE_READERS.contains(error.getKeyword()))
        .isEmpty();
  }

  private static ConsumerRecord<byte[], byte[]> damaged(Golden golden, Random random) {
    ConsumerRecord<byte[], byte[]> whole = golden.onKafka();
    byte[] key = whole.key();
    byte[] value = whole.value();
    Header[] headers = whole.headers().toArray();
    int damages = 1 + random.nextInt(3);
    for (int i = 0; i < damages; i++) {
      int where = random.nextInt(10);
      if (where == 0) {
        key = damaged(key, random);
      } else if (where <= 3) {
        int index = random.nextInt(headers.length);
        headers[index] = damaged(headers[index], random);
      } else {
        value = damaged(value, random);
      }
    }
    var record = new ConsumerRecord<>(golden.topic(), 0, 0, key, value);
    Arrays.stream(headers).forEach(record.headers()::add);
    return record;
  }

  private static Header damaged(Header header, Random random) {
    String key = random.nextInt(4) == 0 ? header.key() + random.nextInt() : header.key();
    byte[] value =
        switch (random.nextInt(5)) {
          case 0 -> null;
          case 1 -> new byte[random.nextInt(200_000)];
          default -> damaged(header.value(), random);
        };
    return new RecordHeader(key, value);
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    if (bytes == null || bytes.length == 0) {
      return utf8(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
    }
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> flipped(bytes, at, random);
      case 2 -> spliced(bytes, at, at, FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
      case 3 -> spliced(bytes, at, Math.min(bytes.length, at + random.nextInt(40)), "");
      case 4, 5 -> withAnotherValue(bytes, at, random);
      case 6 -> repeated(bytes, at, random);
      default -> noise(random);
    };
  }

  private static byte[] noise(Random random) {
    byte[] noise = new byte[random.nextInt(300)];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] flipped(byte[] bytes, int at, Random random) {
    byte[] copy = bytes.clone();
    copy[at] ^= (byte) (1 << random.nextInt(8));
    return copy;
  }

  /** A well-formed document with one value of another type in the place of the next. */
  private static byte[] withAnotherValue(byte[] bytes, int at, Random random) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int colon = text.indexOf("\":", Math.min(at, text.length() - 1));
    if (colon < 0) {
      return flipped(bytes, at, random);
    }
    int end = colon + 2;
    boolean quoted = end < text.length() && text.charAt(end) == '"';
    int after = quoted ? text.indexOf('"', end + 1) + 1 : end;
    while (!quoted && after < text.length() && ",]}".indexOf(text.charAt(after)) < 0) {
      after++;
    }
    List<String> values =
        List.of("null", "5", "-1.5", "true", "\"ก🛠\"", "[]", "{}", "[null]", "1e30");
    return utf8(
        text.substring(0, end)
            + values.get(random.nextInt(values.size()))
            + text.substring(Math.max(after, end)));
  }

  private static byte[] repeated(byte[] bytes, int at, Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int times = 1 + random.nextInt(50);
    out.write(bytes, 0, at);
    for (int i = 0; i < times; i++) {
      out.write(bytes, at, Math.min(20, bytes.length - at));
    }
    return out.toByteArray();
  }

  private static byte[] spliced(byte[] bytes, int from, int to, String instead) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.writeBytes(utf8(instead));
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
