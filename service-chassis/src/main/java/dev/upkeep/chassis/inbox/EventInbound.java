package dev.upkeep.chassis.inbox;

import dev.upkeep.events.Event;
import dev.upkeep.events.envelope.EventCodec;
import dev.upkeep.events.envelope.EventEnvelope;
import dev.upkeep.events.envelope.UnacceptableEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Listens to CloudEvents. */
public interface EventInbound extends Inbound<EventEnvelope<Event>> {

  @Override
  default Message<EventEnvelope<Event>> decode(ConsumerRecord<byte[], byte[]> record)
      throws UnacceptableEvent {
    EventEnvelope<Event> envelope = EventCodec.decode(record);
    return new Message<>(envelope.id(), envelope);
  }
}
