package dev.upkeep.chassis.inbox;

import dev.upkeep.chassis.inbox.Inbound.Message;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What reading a record came to. */
sealed interface Reading<M> {
  ConsumerRecord<byte[], byte[]> record();

  /** A message. */
  record Understood<M>(ConsumerRecord<byte[], byte[]> record, Message<M> message)
      implements Reading<M> {}

  /** Not a message this version can read; to be kept in quarantine. */
  record NotUnderstood<M>(ConsumerRecord<byte[], byte[]> record, Objection objection)
      implements Reading<M> {}

  /**
   * Why a record goes to quarantine.
   *
   * @param reason one word for machines
   * @param detail one line for people, without the record's data
   */
  record Objection(String reason, String detail) {}
}
