package dev.upkeep.chassis.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class KeyChainsTest {
  private final KeyChains chains = new KeyChains();

  @Test
  void letsOneRowOfAKeyGoAtATimeAndKeysSideBySide() {
    OutboxEntry a1 = loaded(1, "a");
    OutboxEntry a2 = loaded(2, "a");
    OutboxEntry b3 = loaded(3, "b");

    assertThat(chains.next(0)).isEqualTo(a1);
    assertThat(chains.next(0)).isEqualTo(b3);
    assertThat(chains.next(0)).isNull();
    chains.acknowledged(a1);
    assertThat(chains.next(0)).isEqualTo(a2);
    assertThat(chains.inFlight()).isEqualTo(2);
    assertThat(chains.waiting()).isZero();
  }

  @Test
  void triesARowThatCameBackBeforeAnythingElseOfItsKeyButNotBeforeItsTime() {
    OutboxEntry a1 = loaded(1, "a");
    loaded(2, "a");
    chains.next(0);
    chains.returned(a1, 100);

    assertThat(chains.next(99)).isNull();
    assertThat(chains.next(100)).isEqualTo(a1);
  }

  @Test
  void leavesARowAloneThatIsReadBeforeItsTime() {
    OutboxEntry resting = entry(1, "a", Duration.ofNanos(50));
    chains.load(resting, 10);

    assertThat(chains.next(59)).isNull();
    assertThat(chains.next(60)).isEqualTo(resting);
  }

  @Test
  void forgetsAKeyThatWaitsForAPersonSoThatItIsReadAgain() {
    OutboxEntry a1 = loaded(1, "a");
    loaded(2, "a");
    chains.next(0);
    chains.forgotten(a1);

    assertThat(chains.knows(1)).isFalse();
    assertThat(chains.knows(2)).isFalse();
    assertThat(chains.inFlight()).isZero();
    assertThat(chains.waiting()).isZero();
    assertThat(chains.next(0)).isNull();
  }

  @Test
  void remembersAnAcknowledgedRowUntilItIsDeleted() {
    OutboxEntry a1 = loaded(1, "a");
    chains.next(0);
    chains.acknowledged(a1);

    assertThat(chains.knows(1)).isTrue();
    chains.deleted(List.of(1L));
    assertThat(chains.knows(1)).isFalse();
  }

  @Test
  void isNotClearedWhileSomethingIsUnderWay() {
    loaded(1, "a");
    chains.next(0);

    assertThatThrownBy(chains::clear).hasMessage("1 entries are in flight");
  }

  private OutboxEntry loaded(long seq, String key) {
    OutboxEntry entry = entry(seq, key, Duration.ZERO);
    chains.load(entry, 0);
    return entry;
  }

  private static OutboxEntry entry(long seq, String key, Duration pause) {
    return new OutboxEntry(
        seq,
        UUID.randomUUID(),
        new OrderKey("topic", key),
        new ProducerRecord<>("topic", new byte[0], new byte[0]),
        0,
        pause,
        100);
  }
}
