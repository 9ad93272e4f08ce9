package dev.upkeep.benchmarks.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rival: pt-archiver of Percona Toolkit, in the two forms that its users tune it to. */
final class PtArchiver {
  private final Path program;

  private PtArchiver(Path program) {
    this.program = program;
  }

  /** As installed, or at a named place. */
  static Optional<PtArchiver> find(Optional<Path> named) {
    return named
        .or(
            () ->
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                    .map(folder -> Path.of(folder, "pt-archiver"))
                    .filter(Files::isRegularFile)
                    .findFirst())
        .filter(Files::isRegularFile)
        .map(PtArchiver::new);
  }

  /** A thousand rows are fetched, inserted and deleted one by one, and then committed. */
  void rowByRow(AuditServer server) throws IOException, InterruptedException {
    run(server, List.of("--limit", "1000", "--commit-each"));
  }

  /** A thousand rows go through a file and LOAD DATA, and are deleted by a range of the key. */
  void inBulk(AuditServer server) throws IOException, InterruptedException {
    run(server, List.of("--limit", "1000", "--commit-each", "--bulk-insert", "--bulk-delete"));
  }

  private void run(AuditServer server, List<String> options)
      throws IOException, InterruptedException {
    Path defaults = Files.createTempFile("pt-archiver", ".cnf");
    Path output = Files.createTempFile("pt-archiver", ".txt");
    try {
      Files.writeString(
          defaults,
          "[client]\nuser=%s\npassword=%s\n".formatted(AuditServer.USER, AuditServer.PASSWORD));
      String where =
          "h=127.0.0.1,P=%d,D=%s,F=%s".formatted(server.port(), AuditServer.SCHEMA, defaults);
      List<String> command =
          new ArrayList<>(
              List.of(
                  "perl",
                  program.toString(),
                  "--source",
                  where + ",t=audit,i=by_created,L=1",
                  "--dest",
                  where + ",t=audit_archive,L=1",
                  "--where",
                  "created_at < UTC_TIMESTAMP() - INTERVAL 1 YEAR",
                  "--charset",
                  "utf8",
                  "--no-check-charset",
                  "--no-version-check",
                  "--no-safe-auto-increment"));
      command.addAll(options);
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "pt-archiver ended with %d: %s"
                .formatted(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8)));
      }
    } finally {
      Files.delete(defaults);
      Files.delete(output);
    }
  }
}
