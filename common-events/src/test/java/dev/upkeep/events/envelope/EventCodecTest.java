package dev.upkeep.events.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.events.Event;
import dev.upkeep.events.EventType;
import dev.upkeep.events.Golden;
import dev.upkeep.events.MaintenanceProgressed;
import dev.upkeep.events.Schemas;
import dev.upkeep.events.envelope.UnacceptableEvent.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class EventCodecTest {
  private static final Golden PROGRESSED = Golden.of(EventType.MAINTENANCE_PROGRESSED);

  static List<Golden> all() {
    return Golden.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void ignoresFieldsItDoesNotKnow(Golden golden) throws Exception {
    ObjectNode data = golden.data().deepCopy().asObject();
    data.put("addedInALaterRelease", "ใหม่");
    golden
        .data()
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isObject() && !field.getKey().equals("parameters")) {
                data.withObject("/" + field.getKey()).putArray("addedInALaterRelease").add(1);
              }
            });

    Event event = EventCodec.decode(golden.withValue(bytes(data))).event();

    assertThat(event).isEqualTo(EventCodec.decode(golden.onKafka()).event());
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesAnEventWithoutAFieldItNeeds(Golden golden) {
    var required = Schemas.of(golden.type()).get("required").valueStream().toList();
    for (var field : required) {
      ObjectNode without = golden.data().deepCopy().asObject();
      without.remove(field.stringValue());
      assertRefused(Reason.MALFORMED, () -> EventCodec.decode(golden.withValue(bytes(without))));

      ObjectNode withNull = golden.data().deepCopy().asObject();
      withNull.putNull(field.stringValue());
      assertRefused(Reason.MALFORMED, () -> EventCodec.decode(golden.withValue(bytes(withNull))));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesAMajorVersionFromTheFuture(Golden golden) {
    String next = golden.type().wireName().replace(".v1", ".v2");

    assertRefused(
        Reason.UNKNOWN_VERSION, () -> EventCodec.decode(golden.withHeader("ce_type", next)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesAnEventOnATopicWhereItDoesNotBelong(Golden golden) {
    String elsewhere = golden.topic().equals("upkeep.runs") ? "upkeep.runbooks" : "upkeep.runs";

    assertRefused(
        Reason.MISPLACED,
        () ->
            EventCodec.decode(
                Golden.onKafka(elsewhere, golden.key(), golden.headers(), golden.value())));
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesAnEventUnderAnotherKeyOrForAnotherSystem(Golden golden) {
    String key = UUID.randomUUID().toString();

    assertRefused(
        Reason.MISPLACED,
        () ->
            EventCodec.decode(
                Golden.onKafka(golden.topic(), key, golden.headers(), golden.value())));
    assertRefused(
        Reason.MISPLACED,
        () -> EventCodec.decode(golden.withHeader("ce_subject", "another-system")));
  }

  @Test
  void refusesARecordWithoutAKey() {
    ConsumerRecord<byte[], byte[]> keyed = PROGRESSED.onKafka();
    var record = new ConsumerRecord<byte[], byte[]>(keyed.topic(), 0, 0, null, keyed.value());
    keyed.headers().forEach(record.headers()::add);

    assertRefused(Reason.MISPLACED, () -> EventCodec.decode(record));
  }

  @Test
  void readsFromATopicThatIsNotInTheListAsADeadLetterIsReplayed() throws Exception {
    var record =
        Golden.onKafka(
            "upkeep.runs-dlt", PROGRESSED.key(), PROGRESSED.headers(), PROGRESSED.value());

    assertThat(EventCodec.decode(record).event()).isInstanceOf(MaintenanceProgressed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ce_specversion",
        "ce_id",
        "ce_source",
        "ce_type",
        "ce_subject",
        "ce_time",
        "ce_correlationid",
        "ce_sequence"
      })
  void namesTheHeaderThatIsMissingEmptyOrTooLong(String header) {
    String complaint = header.substring("ce_".length());

    for (ConsumerRecord<byte[], byte[]> record :
        List.of(
            PROGRESSED.withoutHeader(header),
            PROGRESSED.withHeader(header, ""),
            PROGRESSED.withHeader(header, "x".repeat(700_000)))) {
      assertThatThrownBy(() -> EventCodec.decode(record))
          .isInstanceOf(UnacceptableEvent.class)
          .extracting(e -> ((UnacceptableEvent) e).reason())
          .isEqualTo(Reason.NOT_A_CLOUD_EVENT);
      assertThatThrownBy(() -> EventCodec.decode(record))
          .hasMessageContaining(complaint)
          .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ce_specversion, 0.3",
    "ce_id, 1-2-3-4-5",
    "ce_id, not-a-uuid",
    "ce_source, 'a b'",
    "ce_time, yesterday",
    "ce_time, 2026-11-21",
    "ce_correlationid, ''''",
    "ce_sequence, 0",
    "ce_sequence, -1",
    "ce_sequence, 9223372036854775808",
    "ce_sequence, 1e3",
  })
  void refusesMalformedHeadersWithoutRepeatingThem(String header, String value) {
    assertRefused(
        Reason.NOT_A_CLOUD_EVENT, () -> EventCodec.decode(PROGRESSED.withHeader(header, value)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage", "00-00-00-00", "ff-4bf92f3577b34da6a3ce929d0e0e4736"})
  void takesAMalformedTraceContextForNone(String traceparent) throws Exception {
    var envelope = EventCodec.decode(PROGRESSED.withHeader("ce_traceparent", traceparent));

    assertThat(envelope.traceparent()).isNull();
  }

  @Test
  void takesTheTimeInAnyOffset() throws Exception {
    var envelope =
        EventCodec.decode(PROGRESSED.withHeader("ce_time", "2026-11-22T02:00:22.013+07:00"));

    assertThat(envelope.time()).hasToString("2026-11-21T19:00:22.013Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.upkeep.nothing-known.v1",
        "com.example.maintenance-due.v1",
        "dev.upkeep.maintenance-due",
        ".v",
        "…"
      })
  void refusesFactsItHasNeverHeardOf(String type) {
    assertRefused(
        Reason.UNKNOWN_TYPE, () -> EventCodec.decode(PROGRESSED.withHeader("ce_type", type)));
  }

  @Test
  void refusesWhatIsTooLargeUnread() {
    byte[] large = new byte[EventCodec.MAX_BYTES + 1];
    Arrays.fill(large, (byte) '[');

    assertRefused(Reason.TOO_LARGE, () -> EventCodec.decode(PROGRESSED.withValue(large)));
  }

  @Test
  void refusesEveryTruncation() {
    byte[] whole = PROGRESSED.value();
    for (int length = 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertRefused(Reason.MALFORMED, () -> EventCodec.decode(PROGRESSED.withValue(cut)));
    }
    assertRefused(
        Reason.NOT_A_CLOUD_EVENT, () -> EventCodec.decode(PROGRESSED.withValue(new byte[0])));
  }

  @Test
  void refusesDeepNestingAndLongTextsAndNumbers() {
    int half = EventCodec.MAX_BYTES / 2;
    for (String value :
        List.of(
            "[".repeat(half),
            "{\"a\":".repeat(half / 5),
            "{\"x\":" + "[".repeat(60) + "]".repeat(60) + "}",
            "{\"step\":\"" + "ก".repeat(half / 2) + "\"}",
            "{\"fraction\":" + "9".repeat(5_000) + "}",
            "{\"remainingSeconds\":1e999999999}",
            "{\"fraction\":1e999999999}")) {
      assertRefused(Reason.MALFORMED, () -> EventCodec.decode(PROGRESSED.withValue(utf8(value))));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "step, 5",
    "step, true",
    "step, []",
    "step, {}",
    "fraction, '\"0.5\"'",
    "fraction, true",
    "fraction, []",
    "remainingSeconds, 1.5",
    "remainingSeconds, '\"17\"'",
    "remainingSeconds, 99999999999999999999",
    "run, []",
    "run, '\"\"'",
    "run, 5",
  })
  void refusesWrongTypesInsteadOfBendingThem(String field, String json) {
    ObjectNode data = PROGRESSED.data().deepCopy().asObject();
    data.set(field, EventJson.mapper().readTree(json));

    assertThatThrownBy(() -> EventCodec.decode(PROGRESSED.withValue(bytes(data))))
        .isInstanceOf(UnacceptableEvent.class)
        .hasMessageContaining(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.01", "1.01", "\"NaN\"", "\"Infinity\"", "1e400"})
  void refusesAFractionThatIsNone(String fraction) {
    ObjectNode data = PROGRESSED.data().deepCopy().asObject();
    data.put("fraction", "here");
    byte[] value = utf8(EventJson.mapper().writeValueAsString(data).replace("\"here\"", fraction));

    assertRefused(Reason.MALFORMED, () -> EventCodec.decode(PROGRESSED.withValue(value)));
  }

  @Test
  void refusesAnEnumerationByNumberOrUnknownName() {
    Golden resolved = Golden.of(EventType.MAINTENANCE_RESOLVED);
    for (String answer : List.of("0", "\"0\"", "\"MAYBE\"", "\"\"", "\"happened\"")) {
      ObjectNode data = resolved.data().deepCopy().asObject();
      data.set("answer", EventJson.mapper().readTree(answer));

      assertRefused(Reason.MALFORMED, () -> EventCodec.decode(resolved.withValue(bytes(data))));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "5", "\"text\"", "[]", "{}", "{} {}", "\u0000", "\ufeff{}", "<xml/>"})
  void refusesWhatIsNotAnObject(String value) {
    assertRefused(Reason.MALFORMED, () -> EventCodec.decode(PROGRESSED.withValue(utf8(value))));
  }

  @Test
  void namesThePlaceButNeverWhatStandsThere() {
    ObjectNode data = PROGRESSED.data().deepCopy().asObject();
    data.withObject("/run").put("taskRunId", "s3cret-value");

    assertThatThrownBy(() -> EventCodec.decode(PROGRESSED.withValue(bytes(data))))
        .hasMessageContaining("taskRunId")
        .hasMessageNotContaining("s3cret");
  }

  private static void assertRefused(Reason reason, ThrowingCallable decoding) {
    assertThatThrownBy(decoding)
        .isInstanceOfSatisfying(
            UnacceptableEvent.class,
            e -> {
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e.getMessage()).hasSizeLessThan(400);
            });
  }

  private static byte[] bytes(ObjectNode data) {
    return EventJson.mapper().writeValueAsBytes(data);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
