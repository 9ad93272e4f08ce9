package dev.upkeep.events.trigger;

import dev.upkeep.events.envelope.EventJson;
import dev.upkeep.events.envelope.UnacceptableEvent;
import dev.upkeep.events.envelope.UnacceptableEvent.Reason;
import dev.upkeep.events.trigger.TriggerKeys.TrustedKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Triggers on {@code upkeep.triggers}: the value is a {@link Dsse} envelope as JSON, the key is the
 * system, headers are not looked at.
 */
public final class TriggerRecords {
  /** A trigger is a page of text at most; a larger envelope is refused unread. */
  public static final int MAX_BYTES = 64 * 1024;

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
    TriggerRequested trigger = decode(record.value(), trusted);
    byte[] key = record.key();
    if (key == null || !new String(key, StandardCharsets.UTF_8).equals(trigger.system())) {
      throw new UnacceptableEvent(Reason.MISPLACED, "the record's key is not the trigger's system");
    }
    return trigger;
  }

  /**
   * Reads and verifies the value of a record alone, which has not been sent yet.
   *
   * @param trusted actors by key id
   * @throws UnacceptableEvent if it is not a trigger signed by a trusted key; the message does not
   *     repeat the data
   */
  public static TriggerRequested decode(byte @Nullable [] value, Map<String, TrustedKey> trusted)
      throws UnacceptableEvent {
    if (value == null || value.length == 0) {
      throw new UnacceptableEvent(Reason.MALFORMED, "there is no envelope");
    }
    if (value.length > MAX_BYTES) {
      throw new UnacceptableEvent(
          Reason.TOO_LARGE,
          "the envelope has %d bytes, more than the %d of a trigger"
              .formatted(value.length, MAX_BYTES));
    }
    return TriggerKeys.verify(envelope(value), trusted);
  }

  private static Dsse envelope(byte[] value) throws UnacceptableEvent {
    try {
      Dsse envelope = EventJson.mapper().readValue(value, Dsse.class);
      if (envelope == null) {
        throw new UnacceptableEvent(Reason.MALFORMED, "the envelope is JSON null");
      }
      return envelope;
    } catch (JacksonException e) {
      throw new UnacceptableEvent(Reason.MALFORMED, "it is not a DSSE envelope", e);
    }
  }
}
