package dev.upkeep.systemtest;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** How far the platform's consumers are behind, and who reads what. */
final class Lag {
  private Lag() {}

  /** Returns when every consumer of the platform has taken in all that is there. */
  static void awaitNone(String bootstrapServers) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      await("all consumers have read everything")
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> behind(admin).isEmpty());
    }
  }

  private static Set<TopicPartition> behind(Admin admin)
      throws ExecutionException, InterruptedException {
    Set<TopicPartition> behind = new HashSet<>();
    for (GroupListing group : admin.listGroups().all().get()) {
      Map<TopicPartition, Long> read =
          admin
              .listConsumerGroupOffsets(group.groupId())
              .partitionsToOffsetAndMetadata(group.groupId())
              .get()
              .entrySet()
              .stream()
              .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().offset()));
      Map<TopicPartition, ListOffsetsResultInfo> ends =
          admin
              .listOffsets(
                  read.keySet().stream()
                      .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest())))
              .all()
              .get();
      ends.forEach(
          (partition, end) -> {
            if (read.getOrDefault(partition, 0L) < end.offset()) {
              behind.add(partition);
            }
          });
    }
    return behind;
  }

  /** What each member of a consumer group reads. */
  static Collection<Set<TopicPartition>> assignments(String bootstrapServers, String group) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      return admin.describeConsumerGroups(Set.of(group)).all().get().get(group).members().stream()
          .map(MemberDescription::assignment)
          .map(assignment -> assignment.topicPartitions())
          .toList();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the group " + group + " cannot be looked at", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
