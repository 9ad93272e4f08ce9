package dev.upkeep.database.backupcheck;

import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.backupset.Proof;
import dev.upkeep.database.backupset.StoredBackup;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.amount.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Decides what a list of backups is worth at an instant. Asks nobody anything. */
final class BackupVerdict {

  static final String STALE = "database.backup-stale";
  static final String UNPROVEN = "database.backup-unproven";
  static final String DAMAGED = "database.backup-damaged";
  static final String SIZE = "database.backup-size";
  static final String ROOM = "database.backup-room";

  /** Against which the newest is compared. */
  private static final int COMPARED = 7;

  private final List<StoredBackup> backups;
  private final BackupCheckParameters limits;
  private final Instant now;
  private final OptionalLong free;
  private final String place;

  /**
   * @param backups the oldest first
   */
  BackupVerdict(
      List<StoredBackup> backups,
      BackupCheckParameters limits,
      Instant now,
      OptionalLong free,
      String place) {
    this.backups = List.copyOf(backups);
    this.limits = limits;
    this.now = now;
    this.free = free;
    this.place = place;
  }

  List<Sighting> sightings() {
    List<Sighting> all = new ArrayList<>();
    stale().ifPresent(all::add);
    all.addAll(damaged());
    unproven().ifPresent(all::add);
    size().ifPresent(all::add);
    room().ifPresent(all::add);
    return all;
  }

  Evidence evidence() {
    Evidence evidence =
        Evidence.of("backups", backups.size())
            .with("proven", backups.stream().filter(StoredBackup::isProven).count())
            .with("all-bytes", backups.stream().mapToLong(BackupVerdict::bytes).sum());
    if (free.isPresent()) {
      evidence = evidence.with("free-bytes", free.getAsLong());
    }
    if (!backups.isEmpty()) {
      StoredBackup newest = backups.getLast();
      evidence =
          evidence
              .with("newest", newest.name())
              .with("newest-age-seconds", age(newest).toSeconds())
              .with("backup-bytes", bytes(newest));
    }
    Optional<StoredBackup> proven = newestProven();
    return proven.isEmpty() ? evidence : evidence.with("newest-proven", proven.get().name());
  }

  private Optional<Sighting> stale() {
    List<StoredBackup> good = backups.stream().filter(b -> !b.isDamaged()).toList();
    if (good.isEmpty()) {
      return Optional.of(
          new Sighting(
              STALE,
              "newest",
              Severity.CRITICAL,
              "There is no backup in %s".formatted(place),
              "Run database.backup now; if there should be one, look whether the disk is mounted",
              Evidence.of("backups", backups.size())));
    }
    Duration age = age(good.getLast());
    if (age.compareTo(limits.newest()) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Sighting(
            STALE,
            "newest",
            Severity.CRITICAL,
            "The newest backup is %s old; it may be %s"
                .formatted(rounded(age), limits.newestWithin()),
            "Look why database.backup did not run ('upkeep runs list'), and run it now",
            Evidence.of("backup", good.getLast().name()).with("age-seconds", age.toSeconds())));
  }

  private List<Sighting> damaged() {
    return backups.stream()
        .filter(StoredBackup::isDamaged)
        .map(
            backup ->
                new Sighting(
                    DAMAGED,
                    backup.name(),
                    Severity.HIGH,
                    "The backup %s is of no use: %s".formatted(backup.name(), why(backup)),
                    "Do not rely on it; run database.restore-test on a later one, and this one goes"
                        + " by itself",
                    Evidence.of("backup", backup.name())))
        .toList();
  }

  private static String why(StoredBackup backup) {
    return backup.manifest().isEmpty()
        ? "its manifest is missing, or cannot be read, or belongs to another"
        : backup
            .proof()
            .flatMap(proof -> proof.differences().stream().findFirst())
            .orElse("a restore test said so");
  }

  private Optional<Sighting> unproven() {
    Optional<StoredBackup> proven = newestProven();
    if (backups.isEmpty()
        || proven.flatMap(StoredBackup::proof).filter(this::isRecent).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new Sighting(
            UNPROVEN,
            "proof",
            Severity.WARNING,
            proven.isEmpty()
                ? "No backup was ever proven by a restore"
                : "No backup was proven by a restore for more than " + limits.provenWithin(),
            "Run database.restore-test",
            Evidence.of("last-proven", proven.map(StoredBackup::name).orElse("none"))));
  }

  private boolean isRecent(Proof proof) {
    return Duration.between(proof.at(), now).compareTo(limits.proven()) <= 0;
  }

  /** A backup that is suddenly small may lack something; one that is suddenly large fills disks. */
  private Optional<Sighting> size() {
    List<Long> sizes =
        backups.stream().filter(b -> !b.isDamaged()).map(BackupVerdict::bytes).toList();
    if (sizes.size() < 3) {
      return Optional.empty();
    }
    long newest = sizes.getLast();
    List<Long> before =
        sizes.subList(Math.max(0, sizes.size() - 1 - COMPARED), sizes.size() - 1).stream()
            .sorted()
            .toList();
    long median = before.get(before.size() / 2);
    double change = median == 0 ? 0 : (double) (newest - median) / median;
    if (Math.abs(change) <= limits.change().asFraction()) {
      return Optional.empty();
    }
    return Optional.of(
        new Sighting(
            SIZE,
            "newest",
            Severity.WARNING,
            "The newest backup is %,.0f %% %s than those before it"
                .formatted(Math.abs(change) * 100, change < 0 ? "smaller" : "larger"),
            change < 0
                ? "Look whether rows are missing: compare the manifests' row counts"
                : "Look what grew: compare the manifests' row counts",
            Evidence.of("backup-bytes", newest).with("usual-bytes", median)));
  }

  private Optional<Sighting> room() {
    if (backups.isEmpty() || free.isEmpty()) {
      return Optional.empty();
    }
    long needed = bytes(backups.getLast()) * limits.roomFor();
    if (free.getAsLong() >= needed) {
      return Optional.empty();
    }
    return Optional.of(
        new Sighting(
            ROOM,
            "disk",
            Severity.HIGH,
            "%s has room for less than %d more backups".formatted(place, limits.roomFor()),
            "Make room, or keep fewer backups",
            Evidence.of("free-bytes", free.getAsLong()).with("needed-bytes", needed)));
  }

  private Optional<StoredBackup> newestProven() {
    return backups.reversed().stream().filter(StoredBackup::isProven).findFirst();
  }

  private Duration age(StoredBackup backup) {
    return Duration.between(backup.takenAt(), now);
  }

  private static long bytes(StoredBackup backup) {
    return backup.manifest().map(Manifest::bytes).orElse(0L);
  }

  private static String rounded(Duration age) {
    return Durations.print(Duration.ofMinutes(age.toMinutes()));
  }
}
