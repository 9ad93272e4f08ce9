package dev.upkeep.database.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.backupset.Manifest.Sealing;
import dev.upkeep.database.binlog.ServerLogs.ServerLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LogChainTest {

  private static final Instant TAKEN = Instant.parse("2026-11-22T01:00:00Z");

  @Test
  void beginsWithTheLogAtWhichTheBackupStoodAndGoesOnToTheLast() {
    LogChain chain = LogChain.since(at("bin.000007"), logs(5, 6, 7, 8, 9));
    assertThat(chain.broken()).isEmpty();
    assertThat(chain.logs()).extracting(LogName::number).containsExactly(7L, 8L, 9L);
  }

  @Test
  void isWholeWhileTheLogOfTheBackupIsStillBeingWritten() {
    for (List<LogName> copied : List.of(logs(), logs(5, 6))) {
      assertThat(LogChain.since(at("bin.000007"), copied))
          .isEqualTo(new LogChain(List.of(), Optional.empty()));
    }
  }

  @Test
  void endsWhereALogIsMissing() {
    LogChain chain = LogChain.since(at("bin.000007"), logs(7, 8, 11, 12));
    assertThat(chain.logs()).extracting(LogName::number).containsExactly(7L, 8L);
    assertThat(chain.broken()).hasValueSatisfying(why -> assertThat(why).contains("8", "11"));
  }

  @Test
  void isBrokenWhenTheBackupsOwnLogIsMissingOrUnknown() {
    assertThat(LogChain.since(at("bin.000007"), logs(8, 9)).broken())
        .hasValueSatisfying(why -> assertThat(why).contains("bin.000007", "was not copied"));
    assertThat(LogChain.since(manifest(Optional.empty()), logs(7)).broken()).isPresent();
  }

  /** After RESET MASTER, or on a new server, logs are called as others were before. */
  @Test
  void isNotTakenInByNumbersThatBeganAnew() {
    List<LogName> anew =
        Stream.of(1, 2, 3, 4, 5, 6, 7)
            .map(n -> new LogName(TAKEN.plus(Duration.ofDays(1)).plusSeconds(n), n))
            .toList();
    List<LogName> copied = Stream.concat(logs(7, 8).stream(), anew.stream()).toList();
    LogChain chain = LogChain.since(at("bin.000007"), copied);
    assertThat(chain.logs()).isEqualTo(logs(7, 8));
    assertThat(chain.broken()).isPresent();

    var last =
        new CopiedLog(
            1, "bin.000007", TAKEN, TAKEN, 500, Sealing.ZSTD, "bin.000007.zst", 100, "sum");
    ServerLog same = new ServerLog("bin.000007", 500);
    ServerLog next = new ServerLog("bin.000008", 70);
    ServerLog other = new ServerLog("bin.000007", 90);
    assertThat(LogChain.after(Optional.of(last), List.of(same, next))).containsExactly(next);
    assertThat(LogChain.after(Optional.of(last), List.of(other, next)))
        .containsExactly(other, next);
    assertThat(LogChain.after(Optional.empty(), List.of(same))).containsExactly(same);
  }

  @Test
  void namesSayWhenAndWhich() {
    LogName name = new LogName(TAKEN, 123);
    assertThat(name.text()).isEqualTo("20261122T010000.000Z-0000007b");
    assertThat(LogName.parse(name.text())).isEqualTo(name);
  }

  /** Begun an hour after each other; number 7 was being written when the backup was taken. */
  private static List<LogName> logs(int... numbers) {
    return java.util.Arrays.stream(numbers)
        .mapToObj(n -> new LogName(TAKEN.plus(Duration.ofMinutes(60L * (n - 7) - 30)), n))
        .toList();
  }

  private static Manifest at(String log) {
    return manifest(Optional.of(log));
  }

  private static Manifest manifest(Optional<String> log) {
    return new Manifest(
        1,
        "20261122T010000Z-00000000",
        Optional.empty(),
        "dms",
        "database",
        "app",
        "10.11.19-MariaDB",
        0,
        16384,
        "utf8mb4",
        "utf8mb4_general_ci",
        TAKEN,
        TAKEN.plusSeconds(60),
        log,
        log.map(_ -> "4"),
        0,
        "none",
        Sealing.ZSTD,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }
}
