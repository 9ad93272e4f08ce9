package dev.upkeep.chassis.outbox;

import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The outbox for records that are not events of ours: copies of what could not be handled. */
public interface RawRecords {

  /**
   * Adds a record to the transaction that is going on, to be sent as it is. It keeps no order with
   * others.
   *
   * @param id the record's own, by which a person finds it while it waits
   * @throws IllegalStateException outside a transaction
   */
  void add(UUID id, ProducerRecord<byte[], byte[]> record);
}
