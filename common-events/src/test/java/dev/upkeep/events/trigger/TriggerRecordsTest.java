package dev.upkeep.events.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.events.Golden;
import dev.upkeep.events.Schemas;
import dev.upkeep.events.envelope.EventJson;
import dev.upkeep.events.envelope.UnacceptableEvent;
import dev.upkeep.events.envelope.UnacceptableEvent.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class TriggerRecordsTest {
  private static final byte[] GOOD =
      TriggerRecords.value(TriggerKeys.sign(Triggers.example(), TestKeys.pair()));

  @Test
  void readsATriggerThatStandsUnderItsSystem() throws Exception {
    assertThat(TriggerRecords.decode(record("lcbp3-dms", GOOD), TestKeys.trusted()))
        .isEqualTo(Triggers.example());
  }

  @Test
  void writesAnEnvelopeOnOneLineThatItsSchemaAllows() {
    String line = new String(GOOD, StandardCharsets.UTF_8);
    var envelope = EventJson.mapper().readTree(GOOD);
    var payload =
        EventJson.mapper().readTree(EventJson.mapper().readValue(GOOD, Dsse.class).body());

    assertThat(line).doesNotContain("\n");
    assertThat(Schemas.errors(Schemas.named("dsse.v1"), envelope)).isEmpty();
    assertThat(Schemas.errors(Schemas.named("trigger-requested.v1"), payload)).isEmpty();
  }

  @Test
  void refusesATriggerUnderAnotherSystem() {
    assertRefused(Reason.MISPLACED, record("another-system", GOOD));
    assertRefused(Reason.MISPLACED, new ConsumerRecord<>("upkeep.triggers", 0, 0, null, GOOD));
  }

  @Test
  void refusesWhatIsNoEnvelope() {
    for (String value : List.of("", "null", "[]", "5", "{}", "{\"payload\":5}", "\u0000")) {
      assertRefused(Reason.MALFORMED, record("lcbp3-dms", value.getBytes(StandardCharsets.UTF_8)));
    }
    assertRefused(Reason.MALFORMED, new ConsumerRecord<>("upkeep.triggers", 0, 0, null, null));
    assertRefused(Reason.TOO_LARGE, record("lcbp3-dms", new byte[TriggerRecords.MAX_BYTES + 1]));
  }

  @Test
  void refusesOrReadsTheSameWhateverIsDoneToTheBytes() {
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      byte[] damaged = GOOD.clone();
      for (int i = 0; i <= random.nextInt(3); i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      if (random.nextInt(4) == 0) {
        damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
      }
      try {
        assertThat(TriggerRecords.decode(record("lcbp3-dms", damaged), TestKeys.trusted()))
            .as("seed %d", seed)
            .isEqualTo(Triggers.example());
      } catch (UnacceptableEvent e) {
        assertThat(e.getMessage()).as("seed %d", seed).hasSizeLessThan(400);
      }
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(String key, byte[] value) {
    return Golden.onKafka("upkeep.triggers", key, Map.of(), value);
  }

  private static void assertRefused(Reason reason, ConsumerRecord<byte[], byte[]> record) {
    assertThatThrownBy(() -> TriggerRecords.decode(record, TestKeys.trusted()))
        .isInstanceOfSatisfying(
            UnacceptableEvent.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
