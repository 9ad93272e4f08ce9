package dev.upkeep.chassis.outbox;

import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What a failed send says, by whom it concerns. */
enum SendFailure {
  /** This very row: it counts as an attempt, and only its key waits. */
  ROW,
  /** The topic is missing or forbidden: its rows wait, those of others go on. No attempt. */
  TOPIC,
  /** The broker as a whole: everything waits. No attempt. */
  BROKER,
  /** The producer can do no more: a new one is made. No attempt. */
  PRODUCER;

  /**
   * Judges an exception.
   *
   * @param beforeSending whether it was met before anything went to the broker, while the topic was
   *     being looked up
   */
  static SendFailure of(Exception failure, boolean beforeSending) {
    return switch (failure) {
      case RecordTooLargeException ignored -> ROW;
      case RecordBatchTooLargeException ignored -> ROW;
      case SerializationException ignored -> ROW;
      case InvalidTopicException ignored -> ROW;
      case InvalidRecordException ignored -> ROW;
      case TopicAuthorizationException ignored -> TOPIC;
      case UnknownTopicOrPartitionException ignored -> TOPIC;
      case BufferExhaustedException ignored -> BROKER;
      case TimeoutException ignored -> beforeSending ? TOPIC : BROKER;
      case RetriableException ignored -> BROKER;
      case AuthenticationException ignored -> BROKER;
      default -> PRODUCER;
    };
  }
}
