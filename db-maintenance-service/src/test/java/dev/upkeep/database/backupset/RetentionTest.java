package dev.upkeep.database.backupset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.backupplace.BackupName;
import dev.upkeep.database.backupset.Proof.Verdict;
import dev.upkeep.system.BackupPolicy.Keep;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RetentionTest {

  private static final ZoneId BANGKOK = ZoneId.of("Asia/Bangkok");
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void keepsDaysWeeksAndMonths() {
    List<StoredBackup> year = new ArrayList<>();
    for (int day = 0; day < 365; day++) {
      year.add(backup(NEW_YEAR.plus(Duration.ofDays(day)), Optional.empty()));
    }
    List<StoredBackup> kept = kept(year, new Keep(7, 4, 12));
    assertThat(kept).hasSizeBetween(7 + 3 + 10, 7 + 4 + 12);
    assertThat(kept).endsWith(year.subList(358, 365).toArray(StoredBackup[]::new));
  }

  @Test
  void aDayIsADayOfTheSystemsZone() {
    // 23:30 and 00:30 in Bangkok, one day in UTC.
    StoredBackup late = backup(Instant.parse("2026-03-01T16:30:00Z"), Optional.empty());
    StoredBackup early = backup(Instant.parse("2026-03-01T17:30:00Z"), Optional.empty());
    assertThat(kept(List.of(late, early), new Keep(2, 0, 0))).containsExactly(late, early);
    assertThat(Retention.superfluous(List.of(late, early), new Keep(2, 0, 0), ZoneId.of("UTC")))
        .containsExactly(late);
  }

  @Test
  void aDamagedBackupTakesNobodysPlaceAndGoesWhenALaterOneIsProven() {
    StoredBackup good = backup(NEW_YEAR, Optional.empty());
    StoredBackup bad = backup(NEW_YEAR.plusSeconds(3600), Optional.of(Verdict.DAMAGED));
    StoredBackup newest = backup(NEW_YEAR.plusSeconds(90_000), Optional.empty());
    StoredBackup proven = backup(NEW_YEAR.plusSeconds(90_001), Optional.of(Verdict.PROVEN));
    assertThat(kept(List.of(good, bad, newest), new Keep(2, 0, 0)))
        .containsExactly(good, bad, newest);
    assertThat(kept(List.of(good, bad, newest, proven), new Keep(2, 0, 0)))
        .containsExactly(good, proven);
  }

  @Test
  void theNewestAndTheNewestProvenNeverGo() {
    var random = new Random(7);
    for (int round = 0; round < 2000; round++) {
      List<StoredBackup> all = new ArrayList<>();
      Instant at = NEW_YEAR;
      for (int i = random.nextInt(40); i >= 0; i--) {
        at = at.plus(Duration.ofMinutes(random.nextInt(60 * 24 * 20)));
        all.add(
            backup(
                at,
                switch (random.nextInt(4)) {
                  case 0 -> Optional.of(Verdict.PROVEN);
                  case 1 -> Optional.of(Verdict.DAMAGED);
                  default -> Optional.empty();
                }));
      }
      var keep = new Keep(1 + random.nextInt(5), random.nextInt(4), random.nextInt(4));
      List<StoredBackup> kept = kept(all, keep);
      assertThat(kept).contains(all.getLast());
      all.reversed().stream()
          .filter(StoredBackup::isProven)
          .findFirst()
          .ifPresent(proven -> assertThat(kept).contains(proven));
      all.reversed().stream()
          .filter(backup -> !backup.isDamaged())
          .findFirst()
          .ifPresent(good -> assertThat(kept).contains(good));
      assertThat(kept(kept, keep)).as("a second time nothing goes").isEqualTo(kept);
    }
  }

  private static List<StoredBackup> kept(List<StoredBackup> all, Keep keep) {
    List<StoredBackup> kept = new ArrayList<>(all);
    kept.removeAll(Retention.superfluous(all, keep, BANGKOK));
    return kept;
  }

  private static StoredBackup backup(Instant at, Optional<Verdict> verdict) {
    String name = BackupName.of(at, UUID.randomUUID());
    return new StoredBackup(
        name,
        Optional.of(Manifests.of(name, at, 1000)),
        verdict.map(v -> new Proof("", v, at, "", "", 1, List.of())));
  }
}
