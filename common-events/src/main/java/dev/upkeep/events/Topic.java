package dev.upkeep.events;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Every topic, with how it is kept. Topics are created from this list by an administrator's command
 * or at the start of the standalone platform, never by being written to.
 *
 * <p>Beside each topic stands {@code <topic>-dlt} with one partition, for copies of records that
 * could not be handled, kept for {@link #DEAD_LETTER_RETENTION}.
 */
public enum Topic {
  /** Signed triggers, key: system. */
  TRIGGERS("upkeep.triggers", 3, Duration.ofDays(14), false),
  /** Work for db-maintenance-service, key: task run id. */
  DUE_DATABASE("upkeep.due.database", 3, Duration.ofDays(14), false),
  /** Work for deploy-service, key: task run id. */
  DUE_DEPLOY("upkeep.due.deploy", 3, Duration.ofDays(14), false),
  /** Work for log-ssl-service, key: task run id. */
  DUE_LOG_SSL("upkeep.due.log-ssl", 3, Duration.ofDays(14), false),
  /** Work for security-service, key: task run id. */
  DUE_SECURITY("upkeep.due.security", 3, Duration.ofDays(14), false),
  /** What became of task runs, key: task run id. */
  RUNS("upkeep.runs", 3, Duration.ofDays(14), false),
  /** What became of runbook runs, key: runbook run id. */
  RUNBOOKS("upkeep.runbooks", 3, Duration.ofDays(14), false),
  /** What looking brought to light, key: finding fingerprint. */
  FINDINGS("upkeep.findings", 3, Duration.ofDays(14), false),
  /** Incidents, key: incident id. */
  INCIDENTS("upkeep.incidents", 3, Duration.ofDays(14), false),
  /** What became of messages to people, key: delivery id. */
  NOTIFICATIONS("upkeep.notifications", 3, Duration.ofDays(14), false),
  /** Which tasks exist, key: kind of task; compacted. */
  CATALOGUE("upkeep.catalogue", 1, Duration.ofDays(14), true);

  /** How long records on the {@code -dlt} topics are kept. */
  public static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);

  private static final String DEAD_LETTER_SUFFIX = "-dlt";

  private final String topicName;
  private final int partitions;
  private final Duration retention;
  private final boolean compacted;

  Topic(String topicName, int partitions, Duration retention, boolean compacted) {
    this.topicName = topicName;
    this.partitions = partitions;
    this.retention = retention;
    this.compacted = compacted;
  }

  public String topicName() {
    return topicName;
  }

  /** The name of the topic that holds copies of records which could not be handled. */
  public String deadLetterName() {
    return topicName + DEAD_LETTER_SUFFIX;
  }

  public int partitions() {
    return partitions;
  }

  /** How long records are kept; for a compacted topic, how long superseded ones may linger. */
  public Duration retention() {
    return retention;
  }

  public boolean compacted() {
    return compacted;
  }

  public static Optional<Topic> named(String topicName) {
    return Arrays.stream(values()).filter(t -> t.topicName.equals(topicName)).findFirst();
  }

  /**
   * The topic on which a service receives its work, by the service's part of the name, as in {@code
   * database}.
   */
  public static Optional<Topic> dueFor(String service) {
    return named("upkeep.due." + service);
  }
}
