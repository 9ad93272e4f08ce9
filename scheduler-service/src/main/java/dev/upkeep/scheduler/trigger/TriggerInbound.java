package dev.upkeep.scheduler.trigger;

import dev.upkeep.chassis.inbox.Inbound;
import dev.upkeep.events.Ids;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.UnacceptableEvent;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.stereotype.Component;

/**
 * Listens to triggers. A message is a record at its place: the same trigger at another place is a
 * replay, which is refused with a reason rather than passed over.
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
    return new Message<>(place(record), record);
  }

  @Override
  public void on(ConsumerRecord<byte[], byte[]> record) throws UnacceptableEvent {
    triggers.accept(triggers.verify(record));
  }

  @Override
  public void onRefused(ConsumerRecord<byte[], byte[]> record, String reason, String detail) {
    triggers.refused(place(record), reason, detail);
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
