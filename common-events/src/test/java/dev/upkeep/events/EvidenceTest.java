package dev.upkeep.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.events.envelope.EventJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EvidenceTest {

  @Test
  void keepsItsOrder() {
    Evidence evidence = Evidence.of("rows", 12).with("bytes", 4096L).and(Evidence.of("a", "b"));

    assertThat(evidence.values().keySet()).containsExactly("rows", "bytes", "a");
  }

  @Test
  void takesTheLaterValueOfAName() {
    assertThat(Evidence.of("rows", 1).with("rows", 2)).isEqualTo(Evidence.of("rows", 2));
    assertThat(Evidence.of("rows", 1).and(Evidence.of("rows", 3)))
        .isEqualTo(Evidence.of("rows", 3));
  }

  @Test
  void isTheSameBeforeAndAfterTheWire() {
    UUID id = UUID.fromString("1e178096-9c6e-5cbd-bf5e-d26e957fbafe");
    Evidence evidence =
        Evidence.of("cut-off", Instant.parse("2025-11-21T19:00:00Z"))
            .with("took", Duration.ofMillis(1500))
            .with("id", id)
            .with("state", TaskSummary.State.COMPLETED)
            .with("tables", List.of("rfas", "ตาราง"))
            .with("per-table", Map.of("rfas", Map.of("rows", 3)))
            .with("verified", true)
            .with("ratio", 0.25);

    Evidence read =
        EventJson.mapper()
            .readValue(EventJson.mapper().writeValueAsBytes(evidence), Evidence.class);

    assertThat(read).isEqualTo(evidence);
    assertThat(read.values())
        .containsEntry("cut-off", "2025-11-21T19:00:00Z")
        .containsEntry("took", "PT1.5S")
        .containsEntry("id", id.toString())
        .containsEntry("state", "COMPLETED");
  }

  @Test
  void refusesWhatHasNoJsonForm() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evidence.of("thread", Thread.currentThread()))
        .withMessageContaining("'thread'")
        .withMessageContaining("java.lang.Thread");
    assertThatIllegalArgumentException().isThrownBy(() -> Evidence.of("ratio", Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evidence.of("list", List.of(Map.of("deep", new Object()))))
        .withMessageContaining("list.deep");
  }

  @Test
  void cannotBeChangedFromOutside() {
    List<Object> tables = new ArrayList<>(List.of("rfas"));
    Evidence evidence = Evidence.of("tables", tables);
    tables.add("later");

    assertThat(evidence).isEqualTo(Evidence.of("tables", List.of("rfas")));
    assertThatThrownBy(() -> evidence.values().put("more", 1))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
