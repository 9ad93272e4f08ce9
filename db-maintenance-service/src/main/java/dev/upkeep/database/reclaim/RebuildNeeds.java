package dev.upkeep.database.reclaim;

import dev.upkeep.database.online.HeadRoom;
import dev.upkeep.database.online.WriteRate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a rebuild writes, and where it has to go, as far as it can be told beforehand.
 *
 * @param dataBytes the new file beside the old one
 * @param sortBytes sort files of the indexes, in the server's folder for temporary files
 * @param changeBytes what the application changes meanwhile: InnoDB keeps it in a log of its own,
 *     in the folder for temporary files, until the copy is made; at the most
 * @param binlogBytes what the binary log grows by meanwhile; the rebuild itself writes one line
 *     there
 */
record RebuildNeeds(long dataBytes, long sortBytes, long changeBytes, long binlogBytes) {

  /** The file may come out larger than foretold. */
  private static final double MARGIN = 1.25;

  /** While entries are sorted they are there twice. */
  private static final int SORTED_TWICE = 2;

  /** Where no rebuild has told yet how fast the server is: 10 MiB a second. */
  private static final double USUAL_BYTES_A_MILLISECOND = 10 * 1024 * 1.024;

  static RebuildNeeds of(ReclaimEstimate estimate, WriteRate rate) {
    double seconds = expected(estimate).toNanos() / 1e9;
    return new RebuildNeeds(
        (long) (MARGIN * estimate.predictedBytes()),
        SORTED_TWICE * estimate.indexBytes(),
        (long) (rate.changes() * seconds),
        (long) (rate.binlogBytes() * seconds));
  }

  /** How long the rebuild would take. */
  static Duration expected(ReclaimEstimate estimate) {
    return estimate
        .expectedMillis()
        .map(Duration::ofMillis)
        .orElseGet(
            () -> Duration.ofMillis((long) (estimate.fileBytes() / USUAL_BYTES_A_MILLISECOND)));
  }

  /**
   * The places that a rebuild writes to, and how much room there is.
   *
   * @param data where tables are
   * @param temporary where sort files are, and the log of changes
   * @param binlog where the binary log is
   * @param changeLogLimit {@code innodb_online_alter_log_max_size}, in bytes: more changes than
   *     that end the rebuild after all its work
   */
  record Places(HeadRoom data, HeadRoom temporary, HeadRoom binlog, long changeLogLimit) {}

  /** Which disk is too small, in words; places on one disk share its room. */
  Optional<String> tooLittleRoom(Places places) {
    long temporary = sortBytes + Math.min(changeBytes, places.changeLogLimit());
    return Stream.of(
            claim(places.data(), dataBytes, "for the new file"),
            claim(places.temporary(), temporary, "for temporary files"),
            claim(places.binlog(), binlogBytes, "for the binary log"))
        .flatMap(Optional::stream)
        .collect(
            Collectors.groupingBy(
                claim -> claim.disk().disk(), LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .filter(claims -> sum(claims) > claims.getFirst().disk().freeBytes())
        .map(RebuildNeeds::said)
        .findFirst();
  }

  private record Claim(HeadRoom.Known disk, long bytes, String what) {}

  private static Optional<Claim> claim(HeadRoom room, long bytes, String what) {
    return room instanceof HeadRoom.Known known && bytes > 0
        ? Optional.of(new Claim(known, bytes, what))
        : Optional.empty();
  }

  private static long sum(List<Claim> claims) {
    return claims.stream().mapToLong(Claim::bytes).sum();
  }

  private static String said(List<Claim> claims) {
    HeadRoom.Known disk = claims.getFirst().disk();
    return "%d MiB are needed on %s (%s), and %d MiB are free"
        .formatted(
            sum(claims) >> 20,
            disk.disk(),
            claims.stream()
                .map(claim -> (claim.bytes() >> 20) + " " + claim.what())
                .collect(Collectors.joining(", ")),
            disk.freeBytes() >> 20);
  }

  /** Whether the application may change more meanwhile than the server keeps. */
  boolean tooManyChanges(Places places) {
    return changeBytes > places.changeLogLimit();
  }
}
