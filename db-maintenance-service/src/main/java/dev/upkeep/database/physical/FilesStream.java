package dev.upkeep.database.physical;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.sandbox.ClientOptions;
import dev.upkeep.database.sandbox.Sandboxes.Workplace;
import dev.upkeep.database.sandbox.ServerProgram;
import dev.upkeep.embedded.OwnerOnlyFile;
import dev.upkeep.system.database.TargetProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs {@code mariadb-backup --backup} and passes its stream on. It reads every page of InnoDB's
 * and compares its checksum; the server goes on, but for the last moments, in which nobody commits.
 *
 * @see <a href="https://mariadb.com/kb/en/mariadb-backup-overview/">mariadb-backup</a>
 */
public final class FilesStream {

  private static final int BLOCK = 1 << 18;
  private static final long BETWEEN_LOOKS = 16L << 20;
  private static final Pattern BINLOG =
      Pattern.compile("binlog_pos = filename '([^']+)', position '(\\d+)'");
  private static final Pattern LSN = Pattern.compile("last_lsn = (\\d+)");
  private static final Pattern TOOL = Pattern.compile("tool_version = (\\S+)");

  private final PhysicalTools tools;
  private final StepContext context;

  FilesStream(PhysicalTools tools, StepContext context) {
    this.tools = tools;
    this.context = context;
  }

  /**
   * What the program says of its copy.
   *
   * @param tool its version
   * @param lsn the place in InnoDB's log up to which everything is in the copy
   * @param binlogFile where the binary log stood then, where the server writes one
   * @param binlogPosition likewise
   */
  public record Taken(
      String tool, long lsn, Optional<String> binlogFile, Optional<String> binlogPosition) {}

  /**
   * Copies.
   *
   * @param expected bytes, for the progress
   * @throws TargetProblem when the program fails, with what it says
   */
  public Taken into(OutputStream out, ClientOptions server, long expected) throws Exception {
    try (Workplace workplace =
        tools
            .sandboxes()
            .workplace("backup-" + context.run().taskRunId() + "-" + context.fence())) {
      Path options = workplace.folder().resolve("client.cnf");
      OwnerOnlyFile.write(options, server.text());
      Path lsn = Files.createDirectory(workplace.folder().resolve("lsn"));
      try (ServerProgram tool =
          ServerProgram.start(
              context,
              workplace.folder(),
              List.of(
                  tools.program().toString(),
                  "--defaults-file=" + options,
                  "--backup",
                  "--stream=xbstream",
                  "--target-dir=" + workplace.folder().resolve("tmp"),
                  "--extra-lsndir=" + lsn),
              ServerProgram.Output.READ)) {
        transfer(tool.output(), out, Math.max(1, expected));
        Optional<String> complaint = tool.complaint();
        if (complaint.isPresent()) {
          throw failed(complaint.get());
        }
      }
      return taken(lsn);
    }
  }

  private void transfer(InputStream from, OutputStream out, long expected) throws Exception {
    byte[] block = new byte[BLOCK];
    long copied = 0;
    long told = 0;
    for (int n = from.read(block); n >= 0; n = from.read(block)) {
      out.write(block, 0, n);
      copied += n;
      if (copied - told >= BETWEEN_LOOKS || told == 0) {
        told = copied;
        context.safePoint("between-blocks");
        context.progress(
            Math.min(0.99, (double) copied / expected),
            "copying the server's files: %,d MB".formatted(copied >> 20));
      }
    }
  }

  private static TargetProblem failed(String complaint) {
    return complaint.contains("corrupt")
        ? TargetProblem.lasting(
            "The server's own files are damaged: %s.".formatted(complaint),
            "Restore the table from an earlier backup that is proven; CHECK TABLE says more")
        : TargetProblem.passing(
            "mariadb-backup failed: %s.".formatted(complaint), "Look at the message");
  }

  private static Taken taken(Path lsn) throws IOException {
    String info = Files.readString(lsn.resolve("xtrabackup_info"), StandardCharsets.UTF_8);
    String checkpoints =
        Files.readString(lsn.resolve("xtrabackup_checkpoints"), StandardCharsets.UTF_8);
    Matcher binlog = BINLOG.matcher(info);
    boolean known = binlog.find();
    return new Taken(
        found(TOOL, info).orElse("unknown"),
        found(LSN, checkpoints).map(Long::parseLong).orElse(0L),
        known ? Optional.of(binlog.group(1)) : Optional.empty(),
        known ? Optional.of(binlog.group(2)) : Optional.empty());
  }

  private static Optional<String> found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
