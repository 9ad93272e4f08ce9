package dev.upkeep.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The pinned values were made by another implementation of RFC 9562 (Python's {@code uuid.uuid5})
 * and stand in databases: they never change.
 */
class IdsTest {
  private static final Instant DUE = Instant.parse("2026-11-21T19:00:00Z");
  private static final UUID RUN = UUID.fromString("1e178096-9c6e-5cbd-bf5e-d26e957fbafe");

  @Test
  void aScheduledRunIsTheSameForEverySchedulerForEver() {
    assertThat(Ids.scheduledRunbookRun("lcbp3-dms", "weekly-database", DUE)).isEqualTo(RUN);
  }

  @Test
  void aTaskRunFollowsFromItsRunbookRun() {
    assertThat(Ids.taskRun(RUN, "optimize"))
        .isEqualTo(UUID.fromString("7fc7d3eb-d2e9-5af4-91c4-af9e6c2f7806"));
  }

  @Test
  void aTriggeredRunFollowsFromItsTrigger() {
    UUID trigger = UUID.fromString("0b8b1a52-2f3d-4c29-9f2e-0c6a4a7f1d55");

    assertThat(Ids.triggeredRunbookRun("person:somchai", trigger))
        .isEqualTo(UUID.fromString("4d0f3b3c-395c-5355-a21f-67a3543bf48c"));
    assertThat(Ids.triggeredRunbookRun("person:malee", trigger))
        .isNotEqualTo(Ids.triggeredRunbookRun("person:somchai", trigger));
  }

  @Test
  void textInAnyScriptIsNamedByItsUtf8Bytes() {
    assertThat(Ids.named("ก", "🛠"))
        .isEqualTo(UUID.fromString("936dccde-3990-583c-a6a8-2092d021458f"));
  }

  @Test
  void partsDoNotRunIntoEachOther() {
    Map<UUID, List<String>> seen = new HashMap<>();
    for (List<String> parts : listsOver(List.of("", "a", "b", "ab", "1", ":", "1:a", "2:ab"), 3)) {
      List<String> other = seen.putIfAbsent(Ids.named(parts.toArray(String[]::new)), parts);
      assertThat(other).as("the same id as %s", parts).isNull();
    }
    assertThat(seen).hasSize(1 + 8 + 64 + 512);
  }

  @Test
  void everyIdSaysThatItIsNameBased() {
    for (int i = 0; i < 1_000; i++) {
      UUID id = Ids.named("any", Integer.toString(i));

      assertThat(id.version()).isEqualTo(5);
      assertThat(id.variant()).isEqualTo(2);
    }
  }

  private static List<List<String>> listsOver(List<String> words, int longest) {
    List<List<String>> lists = new ArrayList<>(List.of(List.of()));
    int from = 0;
    for (int length = 1; length <= longest; length++) {
      int to = lists.size();
      for (int i = from; i < to; i++) {
        for (String word : words) {
          List<String> longer = new ArrayList<>(lists.get(i));
          longer.add(word);
          lists.add(longer);
        }
      }
      from = to;
    }
    return lists;
  }
}
