package dev.upkeep.database.performance;

import dev.upkeep.system.Tuning;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.TargetSession;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where slow queries can be read from. */
sealed interface Source {

  /** A file that this worker sees. */
  record LogFile(Path path) implements Source {}

  /** The table {@code mysql.slow_log}. */
  record LogTable() implements Source {}

  /** The digests of {@code performance_schema}: sums since the server started. */
  record Digests() implements Source {}

  /** Nothing is written down, or it cannot be read. */
  record None(String why, String remedy) implements Source {}

  /** Looks for the best there is. */
  static Source of(TargetSession session, Tuning tuning) {
    boolean on = session.sql("SELECT @@slow_query_log").query(Boolean.class).single();
    String output = session.sql("SELECT @@log_output").query(String.class).single();
    Grants grants = Grants.of(session);
    Source log =
        on
            ? log(session, tuning, output, grants)
            : new None(
                "The slow query log is off (slow_query_log = OFF).",
                "Run as an administrator: SET GLOBAL log_output = 'FILE'; SET GLOBAL long_query_time = 1;"
                    + " SET GLOBAL slow_query_log = ON; and write the same into the server's option"
                    + " file: slow_query_log = 1, long_query_time = 1");
    if (!(log instanceof None)) {
      return log;
    }
    boolean digests =
        session.sql("SELECT @@performance_schema").query(Boolean.class).single()
            && grants.allow("SELECT", "performance_schema.events_statements_summary_by_digest");
    return digests ? new Digests() : log;
  }

  private static Source log(TargetSession session, Tuning tuning, String output, Grants grants) {
    if (output.contains("TABLE") && grants.allow("SELECT", "mysql.slow_log")) {
      return new LogTable();
    }
    if (output.contains("FILE")) {
      Optional<Path> file = tuning.slowLog().or(() -> ofServer(session));
      if (file.isPresent() && Files.isReadable(file.get())) {
        return new LogFile(file.get());
      }
      return new None(
          "The slow query log is written to a file that this worker cannot read%s."
              .formatted(file.map(path -> " (" + path + ")").orElse("")),
          "Mount it where this worker sees it and name that place as 'slow-log' in the system file,"
              + " or run as an administrator: SET GLOBAL log_output = 'TABLE'");
    }
    return new None(
        "The slow query log is written to " + output + ", which this account cannot read.",
        String.join(" ", grants.missing(List.of(new Grants.Needed("SELECT", "mysql.slow_log")))));
  }

  /** On the same machine the server's own path may do. */
  private static Optional<Path> ofServer(TargetSession session) {
    try {
      if (!InetAddress.getByName(session.database().host()).isLoopbackAddress()) {
        return Optional.empty();
      }
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
    String folder = session.sql("SELECT @@datadir").query(String.class).single();
    String file = session.sql("SELECT @@slow_query_log_file").query(String.class).single();
    return Optional.of(Path.of(folder).resolve(file));
  }
}
