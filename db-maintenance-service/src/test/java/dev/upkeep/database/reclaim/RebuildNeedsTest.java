package dev.upkeep.database.reclaim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.online.HeadRoom;
import dev.upkeep.database.online.WriteRate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RebuildNeedsTest {

  private static final long MIB = 1 << 20;
  private static final HeadRoom UNSEEN = new HeadRoom.Unknown("not here");

  private static ReclaimEstimate estimate(long predictedMib, long indexMib, long millis) {
    return new ReclaimEstimate(
        "t",
        1000 * MIB,
        predictedMib * MIB,
        predictedMib * MIB,
        indexMib * MIB,
        1,
        true,
        "",
        Optional.of(millis));
  }

  private static HeadRoom disk(String name, long freeMib) {
    return new HeadRoom.Known(name, freeMib * MIB, 10_000 * MIB);
  }

  @Test
  void placesOnOneDiskShareItsRoom() {
    // 125 for the file, 40 to sort, 2 MiB/s for 10 s of changes and as much of binary log.
    RebuildNeeds needs =
        RebuildNeeds.of(estimate(100, 20, 10_000), new WriteRate(2.0 * MIB, 9.0 * MIB));

    assertThat(needs).isEqualTo(new RebuildNeeds(125 * MIB, 40 * MIB, 20 * MIB, 20 * MIB));
    assertThat(
            needs.tooLittleRoom(
                new RebuildNeeds.Places(disk("/", 204), disk("/", 204), disk("/", 204), 128 * MIB)))
        .contains(
            "205 MiB are needed on / (125 for the new file, 60 for temporary files, 20 for the binary log), and 204 MiB are free");
    assertThat(
            needs.tooLittleRoom(
                new RebuildNeeds.Places(disk("/", 126), disk("/tmp", 61), UNSEEN, 128 * MIB)))
        .isEmpty();
    assertThat(
            needs.tooLittleRoom(
                new RebuildNeeds.Places(disk("/", 126), disk("/tmp", 59), UNSEEN, 128 * MIB)))
        .get()
        .asString()
        .contains("60 MiB are needed on /tmp");
  }

  @Test
  void whatIsNotSeenIsNotRefused() {
    RebuildNeeds needs = RebuildNeeds.of(estimate(100, 20, 10_000), new WriteRate(0, 0));
    assertThat(needs.tooLittleRoom(new RebuildNeeds.Places(UNSEEN, UNSEEN, UNSEEN, 128 * MIB)))
        .isEmpty();
  }

  @Test
  void changesAreBoundedByWhatTheServerKeepsOfThem() {
    var places = new RebuildNeeds.Places(UNSEEN, UNSEEN, UNSEEN, 128 * MIB);
    assertThat(
            RebuildNeeds.of(estimate(100, 0, 100_000), new WriteRate(2.0 * MIB, 0))
                .tooManyChanges(places))
        .isTrue();
    assertThat(
            RebuildNeeds.of(estimate(100, 0, 10_000), new WriteRate(0, 2.0 * MIB))
                .tooManyChanges(places))
        .isFalse();
  }

  @Test
  void aTableLearnsItsShapeFromItselfAndItsSpeedFromOthersUntilItWasRebuilt() {
    var lessons =
        new Lessons(
            List.of(
                new PastRebuild("other", 500 * MIB, 100, 100, 180, Optional.empty(), 50_000),
                new PastRebuild("t", 1000 * MIB, 100, 100, 110, Optional.empty(), 10_000)));

    ReclaimEstimate own = lessons.applied(estimate(100, 0, 1));
    assertThat(own.predictedBytes()).isBetween(110 * MIB - 1, 110 * MIB + 1);
    assertThat(own.expectedMillis()).contains(10_000L);

    var others = new Lessons(lessons.past().subList(0, 1));
    assertThat(others.applied(estimate(100, 0, 1)).predictedBytes()).isEqualTo(100 * MIB);
    assertThat(others.applied(estimate(100, 0, 1)).expectedMillis()).contains(100_000L);
    assertThat(Lessons.NONE.applied(estimate(100, 0, 1)).expectedMillis()).isEmpty();
  }

  @Test
  void oneRebuildThatWentAstrayDoesNotTurnTheNextEstimateAround() {
    var lessons =
        new Lessons(List.of(new PastRebuild("t", MIB, 100, 100, 900, Optional.empty(), 10_000)));
    assertThat(lessons.applied(estimate(100, 0, 1)).predictedBytes()).isEqualTo(200 * MIB);
  }
}
