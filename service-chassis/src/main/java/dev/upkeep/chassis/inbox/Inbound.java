package dev.upkeep.chassis.inbox;

import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.UnacceptableEvent;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a service listens to. Declared as a bean; the chassis runs the consumer.
 *
 * @param <M> what a record becomes
 */
public interface Inbound<M> {

  /**
   * The consumer's name: unique within the service, part of the consumer group and of the inbox's
   * key.
   */
  String name();

  List<Topic> topics();

  /**
   * Reads a record without looking anything up that changes.
   *
   * @throws UnacceptableEvent sends the record to quarantine; reading goes on with the next
   */
  Message<M> decode(ConsumerRecord<byte[], byte[]> record) throws UnacceptableEvent;

  /**
   * Takes the message in, within the transaction that also records its id: short, and nothing but
   * database work. An exception of the database is retried for as long as it lasts; any other is
   * retried a few times, then the record is quarantined.
   *
   * @throws UnacceptableEvent sends the record to quarantine, and nothing of this call is kept
   */
  void on(M message) throws UnacceptableEvent;

  /**
   * A record goes to quarantine. Called within the transaction that puts it there, for those who
   * keep account of what they refuse; nothing but database work.
   *
   * @param reason one word for machines
   * @param detail one line for people, without the record's data
   */
  default void onRefused(ConsumerRecord<byte[], byte[]> record, String reason, String detail) {}

  /**
   * A record that was read.
   *
   * @param id the same for every delivery of the same message
   */
  record Message<M>(UUID id, M content) {}
}
