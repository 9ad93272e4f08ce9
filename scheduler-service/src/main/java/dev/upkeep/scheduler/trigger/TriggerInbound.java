package dev.upkeep.scheduler.trigger;

import dev.upkeep.chassis.inbox.Inbound;
import dev.upkeep.events.Ids;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.UnacceptableEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Listens to triggers. Records of the same bytes are one message, however often it is delivered:
 * who sends may not hear the broker's answer and send again. Other bytes under the id of a trigger
 * that was taken in are refused with a reason. Each refused record has a ledger entry of its own.
 */
@Component
class TriggerInbound implements Inbound<ConsumerRecord<byte[], byte[]>> {

  private final Triggers triggers;

  TriggerInbound(Triggers triggers) {
    this.triggers = triggers;
  }

  @Override
  public String name() {
    return "triggers";
  }

  @Override
  public List<Topic> topics() {
    return List.of(Topic.TRIGGERS);
  }

  @Override
  public Message<ConsumerRecord<byte[], byte[]>> decode(ConsumerRecord<byte[], byte[]> record) {
    return new Message<>(
        Ids.named(record.topic(), characters(record.key()), characters(record.value())), record);
  }

  @Override
  public void on(ConsumerRecord<byte[], byte[]> record) throws UnacceptableEvent {
    triggers.accept(triggers.verify(record));
  }

  @Override
  public void onRefused(ConsumerRecord<byte[], byte[]> record, String reason, String detail) {
    triggers.refused(place(record), reason, detail);
  }

  /** One for each byte, and something else for none. */
  private static String characters(byte @Nullable [] bytes) {
    return bytes == null ? "none" : "some " + new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** The time belongs to it, because offsets begin anew when a topic is made again. */
  private static UUID place(ConsumerRecord<byte[], byte[]> record) {
    return Ids.named(
        record.topic(),
        Integer.toString(record.partition()),
        Long.toString(record.offset()),
        Long.toString(record.timestamp()));
  }
}
