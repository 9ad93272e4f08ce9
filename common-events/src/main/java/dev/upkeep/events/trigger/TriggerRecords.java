package dev.upkeep.events.trigger;

import dev.upkeep.events.envelope.EventCodec;
import dev.upkeep.events.envelope.EventJson;
import dev.upkeep.events.envelope.UnacceptableEvent;
import dev.upkeep.events.envelope.UnacceptableEvent.Reason;
import dev.upkeep.events.trigger.TriggerKeys.TrustedKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tools.jackson.core.JacksonException;

/**
 * Triggers on {@code upkeep.triggers}: the value is a {@link Dsse} envelope as JSON, the key is the
 * system, headers are not looked at.
 */
public final class TriggerRecords {
  private TriggerRecords() {}

  /** The value of the record that carries an envelope: JSON on one line. */
  public static byte[] value(Dsse envelope) {
    return EventJson.mapper().writeValueAsBytes(envelope);
  }

  /**
   * Reads and verifies a record. Whether it comes in time and for the first time is the reader's to
   * judge, see {@link TriggerRequested#untimelyAt}.
   *
   * @param trusted actors by key id
   * @throws UnacceptableEvent if it is not a trigger signed by a trusted key, or stands under
   *     another key than its system; the message does not repeat the data
   */
  public static TriggerRequested decode(
      ConsumerRecord<byte[], byte[]> record, Map<String, TrustedKey> trusted)
      throws UnacceptableEvent {
    byte[] value = record.value();
    if (value == null || value.length == 0) {
      throw new UnacceptableEvent(Reason.MALFORMED, "the record has no value");
    }
    if (value.length > EventCodec.MAX_BYTES) {
      throw new UnacceptableEvent(
          Reason.TOO_LARGE,
          "the value has %d bytes, more than the %d allowed"
              .formatted(value.length, EventCodec.MAX_BYTES));
    }
    TriggerRequested trigger = TriggerKeys.verify(envelope(value), trusted);
    byte[] key = record.key();
    if (key == null || !new String(key, StandardCharsets.UTF_8).equals(trigger.system())) {
      throw new UnacceptableEvent(Reason.MISPLACED, "the record's key is not the trigger's system");
    }
    return trigger;
  }

  private static Dsse envelope(byte[] value) throws UnacceptableEvent {
    try {
      Dsse envelope = EventJson.mapper().readValue(value, Dsse.class);
      if (envelope == null) {
        throw new UnacceptableEvent(Reason.MALFORMED, "the value is JSON null");
      }
      return envelope;
    } catch (JacksonException e) {
      throw new UnacceptableEvent(Reason.MALFORMED, "the value is not a DSSE envelope", e);
    }
  }
}
