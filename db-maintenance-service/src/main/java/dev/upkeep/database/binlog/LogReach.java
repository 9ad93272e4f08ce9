package dev.upkeep.database.binlog;

import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.database.backupset.StoredBackup;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.database.TargetProblem;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far the newest backup and the copied logs reach together, without the server.
 *
 * @param until what was done until then can be brought back; empty where there is no good backup
 * @param broken why what was copied later is of no use; empty when nothing is missing
 */
public record LogReach(Optional<Instant> until, Optional<String> broken) {

  /** The finding's kind. */
  public static final String BROKEN = "database.binary-logs-broken";

  /**
   * Looks.
   *
   * @param backups the oldest first
   */
  public static LogReach of(List<StoredBackup> backups, LogArchive archive)
      throws IOException, TargetProblem {
    Optional<StoredBackup> newest =
        backups.reversed().stream().filter(backup -> !backup.isDamaged()).findFirst();
    if (newest.isEmpty()) {
      return new LogReach(Optional.empty(), Optional.of("there is no backup that they follow on"));
    }
    LogChain chain = LogChain.since(newest.get().manifest().orElseThrow(), archive.logs());
    Instant until = newest.get().takenAt();
    if (!chain.logs().isEmpty()) {
      Instant last = archive.read(chain.logs().getLast()).lastEvent();
      until = last.isAfter(until) ? last : until;
    }
    return new LogReach(Optional.of(until), chain.broken());
  }

  /** In a word or two. */
  public String words() {
    return broken.map(why -> "broken: " + why).orElse("whole");
  }

  /** What people must be told, if they must. */
  public Optional<Sighting> sighting() {
    return broken.map(
        why ->
            new Sighting(
                BROKEN,
                "chain",
                Severity.HIGH,
                "Copied binary logs do not follow on the newest backup: " + why,
                "Run database.backup now: copies follow on it again. If logs were gone before they"
                    + " were copied, run database.binlog-archive more often or raise the server's"
                    + " binlog_expire_logs_seconds",
                Evidence.of(
                    "can-be-restored-until", until.map(Instant::toString).orElse("nothing"))));
  }
}
