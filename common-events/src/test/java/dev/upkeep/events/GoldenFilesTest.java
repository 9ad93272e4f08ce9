package dev.upkeep.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.events.envelope.EventCodec;
import dev.upkeep.events.envelope.EventEnvelope;
import dev.upkeep.events.envelope.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenFilesTest {

  static List<Golden> all() {
    return Golden.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void isStillReadAndWrittenAsItWasWhenItsVersionWasMade(Golden golden) throws Exception {
    EventEnvelope<Event> envelope = EventCodec.decode(golden.onKafka());

    assertThat(envelope.event()).isInstanceOf(golden.type().payload());
    assertThat(envelope.event().key()).isEqualTo(golden.key());
    assertThat(EventJson.mapper().readTree(EventCodec.data(envelope.event())))
        .isEqualTo(golden.data());
    assertThat(EventCodec.headers(envelope)).containsExactlyEntriesOf(golden.headers());
  }

  @ParameterizedTest
  @MethodSource("all")
  void isEqualToItselfAfterTheWire(Golden golden) throws Exception {
    EventEnvelope<Event> once = EventCodec.decode(golden.onKafka());
    EventEnvelope<Event> twice =
        EventCodec.decode(
            Golden.onKafka(
                golden.topic(),
                once.event().key(),
                EventCodec.headers(once),
                EventCodec.data(once.event())));

    assertThat(twice).isEqualTo(once);
  }

  @ParameterizedTest
  @MethodSource("all")
  void isValidBySchema(Golden golden) {
    assertThat(Schemas.errors(Schemas.of(golden.type()), golden.data())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void standsOnATopicThatAllowsIt(Golden golden) throws Exception {
    Event event = EventCodec.decode(golden.onKafka()).event();

    assertThat(Topics.of(event, kind -> "database").topicName()).isEqualTo(golden.topic());
  }

  @Test
  void thereIsNoneForAnEventThatDoesNotExist() throws IOException {
    try (var files = Files.list(Path.of("src/test/resources/golden"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Golden.all().stream()
                  .map(
                      golden ->
                          "%s.v%d.json".formatted(golden.type().fact(), golden.type().major()))
                  .toList());
    }
  }
}
