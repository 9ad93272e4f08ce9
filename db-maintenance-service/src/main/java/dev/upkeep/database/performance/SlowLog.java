package dev.upkeep.database.performance;

import dev.upkeep.database.slowlog.QueryClasses;
import dev.upkeep.database.slowlog.SlowLogReader;
import dev.upkeep.database.slowlog.SlowLogTable;
import dev.upkeep.system.database.TargetSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads the slow queries of a database by class. The slowest call of each class is in memory alone,
 * since its literals may be people's data.
 */
final class SlowLog {

  private SlowLog() {}

  /**
   * Those since an instant; Upkeep's own are left out.
   *
   * @return empty where single calls are not written down
   */
  static Optional<QueryClasses> read(TargetSession session, Source source, Instant since)
      throws IOException {
    var classes = new QueryClasses(true);
    return switch (source) {
      case Source.LogFile file -> {
        readFile(session, file.path(), since, classes);
        yield Optional.of(classes);
      }
      case Source.LogTable ignored -> {
        SlowLogTable.read(
            session, since.getEpochSecond(), session.database().component().user(), classes);
        yield Optional.of(classes);
      }
      case Source.Digests ignored -> Optional.empty();
      case Source.None ignored -> Optional.empty();
    };
  }

  private static void readFile(
      TargetSession session, Path path, Instant since, QueryClasses classes) throws IOException {
    byte[] schema = session.database().schema().getBytes(StandardCharsets.UTF_8);
    byte[] account = session.database().component().user().getBytes(StandardCharsets.UTF_8);
    long from = since.getEpochSecond();
    try (InputStream log = Files.newInputStream(path)) {
      new SlowLogReader()
          .read(
              log,
              entry -> {
                if ((entry.atSeconds() >= from || entry.atSeconds() == 0)
                    && entry.isOf(schema)
                    && !entry.isFrom(account)) {
                  classes.on(entry);
                }
              });
    }
  }
}
