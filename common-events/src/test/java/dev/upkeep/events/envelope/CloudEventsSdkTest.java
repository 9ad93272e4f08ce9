package dev.upkeep.events.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.events.Event;
import dev.upkeep.events.Golden;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.core.message.MessageReader;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What our codec writes, the CloudEvents SDK reads: the judge that our envelope is the standard's.
 */
class CloudEventsSdkTest {

  static List<Golden> all() {
    return Golden.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void readsWhatWeWrite(Golden golden) throws Exception {
    EventEnvelope<Event> envelope = EventCodec.decode(golden.onKafka());
    byte[] data = EventCodec.data(envelope.event());
    var record =
        Golden.onKafka(golden.topic(), envelope.event().key(), EventCodec.headers(envelope), data);

    MessageReader reader = KafkaMessageFactory.createReader(record);
    CloudEvent event = reader.toEvent();

    assertThat(reader.getEncoding()).isEqualTo(Encoding.BINARY);
    assertThat(event.getSpecVersion()).isEqualTo(SpecVersion.V1);
    assertThat(event.getId()).isEqualTo(envelope.id().toString());
    assertThat(event.getSource()).isEqualTo(envelope.source());
    assertThat(event.getType()).isEqualTo(golden.type().wireName());
    assertThat(event.getSubject()).isEqualTo(envelope.event().system());
    assertThat(event.getTime().toInstant()).isEqualTo(envelope.time());
    assertThat(event.getDataContentType()).isEqualTo("application/json");
    assertThat(event.getExtension("correlationid")).isEqualTo(envelope.correlationId().toString());
    assertThat(event.getExtension("sequence")).isEqualTo(Long.toString(envelope.sequence()));
    assertThat(event.getExtension("traceparent")).isEqualTo(envelope.traceparent());
    assertThat(event.getData().toBytes()).isEqualTo(data);
  }
}
