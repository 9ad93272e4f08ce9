package dev.upkeep.database.binlog;

import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.binlog.ServerLogs.ServerLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The copied logs that follow on a backup without a gap. Decides by names alone.
 *
 * @param logs from the one at which the backup begins; empty while that is still being written
 * @param broken what follows is missing, or cannot be told; empty when nothing is
 */
public record LogChain(List<LogName> logs, Optional<String> broken) {

  /** The server's and the worker's, at most. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

  public LogChain {
    logs = List.copyOf(logs);
  }

  /**
   * Decides.
   *
   * @param copied in their order
   */
  public static LogChain since(Manifest backup, List<LogName> copied) {
    OptionalLong number = backup.binlogFile().map(LogName::numberOf).orElse(OptionalLong.empty());
    if (number.isEmpty()) {
      return broken(
          "the backup %s does not say where the binary log stood".formatted(backup.name()));
    }
    // Numbers may begin anew; a log that was begun long after the backup is not the one.
    Instant latest =
        Collections.max(List.of(backup.takenAt(), backup.endedAt())).plus(CLOCKS_DIFFER);
    List<LogName> before = copied.stream().filter(log -> !log.created().isAfter(latest)).toList();
    int first = before.size() - 1;
    while (first >= 0 && before.get(first).number() != number.getAsLong()) {
      first--;
    }
    if (first < 0) {
      return isStillWritten(number.getAsLong(), backup, copied)
          ? new LogChain(List.of(), Optional.empty())
          : broken(
              "the log %s, at which the backup %s begins, was not copied"
                  .formatted(backup.binlogFile().orElseThrow(), backup.name()));
    }
    int end = first + 1;
    while (end < copied.size() && copied.get(end).number() == copied.get(end - 1).number() + 1) {
      end++;
    }
    List<LogName> whole = copied.subList(first, end);
    return end == copied.size()
        ? new LogChain(whole, Optional.empty())
        : new LogChain(
            whole,
            Optional.of(
                "after the log number %d, of %s, comes number %d, of %s"
                    .formatted(
                        whole.getLast().number(),
                        whole.getLast().created(),
                        copied.get(end).number(),
                        copied.get(end).created())));
  }

  /** Whether nothing was copied yet that comes after the log at which a backup begins. */
  private static boolean isStillWritten(long number, Manifest backup, List<LogName> copied) {
    return copied.isEmpty()
        || copied.getLast().number() < number
        || !copied.getLast().created().isAfter(backup.takenAt());
  }

  private static LogChain broken(String why) {
    return new LogChain(List.of(), Optional.of(why));
  }

  /** Of the logs that a server has closed, those that come after what was copied last. */
  public static List<ServerLog> after(Optional<CopiedLog> last, List<ServerLog> closed) {
    return closed.subList(placeOf(last, closed) + 1, closed.size());
  }

  /**
   * Where a server has a log that was copied; -1 where it has not: it was removed there, or numbers
   * began anew and the log of that name is another.
   */
  private static int placeOf(Optional<CopiedLog> last, List<ServerLog> logs) {
    return last.map(log -> logs.indexOf(new ServerLog(log.log(), log.bytes()))).orElse(-1);
  }

  /** Whether a server is the one that a log was copied from, and still has it. */
  static boolean has(List<ServerLog> logs, CopiedLog log) {
    return placeOf(Optional.of(log), logs) >= 0;
  }
}
