package dev.upkeep.database.binlog;

import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.binlog.ServerLogs.ServerLog;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The logs that hold what was done after a backup, up to an instant: first those that were copied,
 * then those that only the server has.
 *
 * @param copied in their order
 * @param onServer the server's names, in their order
 */
public record LogsSince(List<CopiedLog> copied, List<String> onServer) {

  public LogsSince {
    copied = List.copyOf(copied);
    onServer = List.copyOf(onServer);
  }

  /**
   * Finds them.
   *
   * @throws TargetProblem when they do not reach from the backup to the instant
   */
  public static LogsSince find(
      TargetSession session, LogArchive archive, Manifest manifest, Instant until)
      throws TargetProblem, IOException {
    String first =
        manifest
            .binlogFile()
            .orElseThrow(
                () ->
                    TargetProblem.lasting(
                        "The backup %s does not say where the binary log stood: the server wrote none."
                            .formatted(manifest.name()),
                        "Restore it without 'until'; log_bin in the server's configuration makes it"
                            + " write one from now on"));
    List<ServerLog> there = ServerLogs.in(session);
    LogChain chain = LogChain.since(manifest, archive.logs());
    if (chain.logs().isEmpty()) {
      return new LogsSince(List.of(), onServer(there, first, manifest));
    }
    List<CopiedLog> copied = new ArrayList<>();
    for (LogName name : chain.logs()) {
      if (name.created().isBefore(until)) {
        copied.add(archive.read(name));
      }
    }
    CopiedLog last = archive.read(chain.logs().getLast());
    if (last.lastEvent().isBefore(until) && !LogChain.has(there, last)) {
      throw TargetProblem.lasting(
          "The copied binary logs reach to %s, and the server does not have what follows%s."
              .formatted(last.lastEvent(), chain.broken().map(gap -> " (" + gap + ")").orElse("")),
          "Name %s or an earlier instant under 'until'".formatted(last.lastEvent()));
    }
    return new LogsSince(
            copied, LogChain.after(Optional.of(last), there).stream().map(ServerLog::name).toList())
        .upTo(last, until);
  }

  /** What the server has is of no use when the copies reach far enough. */
  private LogsSince upTo(CopiedLog last, Instant until) {
    return last.lastEvent().isBefore(until) ? this : new LogsSince(copied, List.of());
  }

  private static List<String> onServer(List<ServerLog> there, String first, Manifest manifest)
      throws TargetProblem {
    List<String> names = there.stream().map(ServerLog::name).toList();
    int from = names.indexOf(first);
    if (from < 0) {
      throw TargetProblem.lasting(
          "The binary log '%s', at which the backup %s begins, is not on the server any more, and was not copied."
              .formatted(first, manifest.name()),
          "Name a later backup, or restore without 'until'; binlog_expire_logs_seconds says how long"
              + " the server keeps them, and 'binary-logs' in the system file has them copied");
    }
    return names.subList(from, names.size());
  }
}
