package dev.upkeep.chassis.kafka;

import dev.upkeep.events.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics of {@link Topic} and their dead-letter topics: an administrator's act, never a
 * side effect of writing. A topic that exists is left as it is.
 */
public final class TopicAdministration {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private TopicAdministration() {}

  /**
   * Creates what is missing, with as many replicas as the broker's default says.
   *
   * @param client properties that reach the broker with an administrator's rights
   * @return the names of the topics that were created
   */
  public static List<String> createMissing(Map<String, Object> client) {
    try (Admin admin = Admin.create(client)) {
      Set<String> present = await(admin.listTopics().names());
      List<NewTopic> missing =
          all().stream().filter(topic -> !present.contains(topic.name())).toList();
      List<String> created = new ArrayList<>();
      admin
          .createTopics(missing)
          .values()
          .forEach(
              (name, creation) -> {
                if (made(name, creation)) {
                  created.add(name);
                }
              });
      return created.stream().sorted().toList();
    }
  }

  /**
   * The administrator's command, for set-ups without the standalone platform.
   *
   * @param arguments the broker's address, as in {@code kafka:9092}
   */
  public static void main(String[] arguments) {
    if (arguments.length != 1) {
      System.err.println("Say which broker: TopicAdministration HOST:PORT");
      System.exit(2);
    }
    List<String> created =
        createMissing(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, arguments[0]));
    System.out.println("created " + created);
  }

  private static boolean made(String name, KafkaFuture<Void> creation) {
    try {
      creation.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        // Another administrator was quicker.
        return false;
      }
      throw new IllegalStateException(
          "Cannot create the topic %s: %s".formatted(name, e.getMessage()), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "The broker did not create the topic %s within %s".formatted(name, LIMIT), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topics", e);
    }
  }

  private static <T> T await(KafkaFuture<T> answer) {
    try {
      return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "The broker does not answer: check upkeep.kafka.bootstrap-servers", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the broker", e);
    }
  }

  private static List<NewTopic> all() {
    List<NewTopic> topics = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      topics.add(main(topic));
      topics.add(
          new NewTopic(topic.deadLetterName(), Optional.of(1), Optional.empty())
              .configs(
                  Map.of(
                      TopicConfig.RETENTION_MS_CONFIG,
                      Long.toString(Topic.DEAD_LETTER_RETENTION.toMillis()),
                      TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                      Integer.toString(KafkaClients.LARGEST_DEAD_LETTER))));
    }
    return topics;
  }

  private static NewTopic main(Topic topic) {
    String retention = Long.toString(topic.retention().toMillis());
    Map<String, String> kept =
        topic.compacted()
            ? Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.DELETE_RETENTION_MS_CONFIG,
                retention,
                TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
                retention,
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(KafkaClients.LARGEST_RECORD))
            : Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                retention,
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(KafkaClients.LARGEST_RECORD));
    return new NewTopic(topic.topicName(), Optional.of(topic.partitions()), Optional.empty())
        .configs(kept);
  }
}
