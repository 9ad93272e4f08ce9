package dev.upkeep.database.sandbox;

import dev.upkeep.embedded.OwnerOnlyFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * MariaDB's own command-line client, fed with SQL: what proves that a backup can be restored
 * without Upkeep. Its password is in an option file that only its owner can read.
 */
public final class StockClient {

  private static final int LONGEST_COMPLAINT = 500;
  private static final AtomicLong CLIENTS = new AtomicLong();

  private final Path program;
  private final Path folder;
  private final ClientOptions options;

  /**
   * @param folder for the option file and what the client says
   */
  public StockClient(Path program, Path folder, ClientOptions options) {
    this.program = program;
    this.folder = folder;
    this.options = options;
  }

  /** Is given the client as soon as it runs. */
  @FunctionalInterface
  public interface Started {
    void process(Process client) throws Exception;
  }

  /** Writes SQL. */
  @FunctionalInterface
  public interface Sql {
    void writeTo(OutputStream client) throws Exception;
  }

  /**
   * Feeds SQL into a database, until its end or the first mistake.
   *
   * @param started is given the process as soon as it runs, to end it from outside
   * @return what the client complained about, if it did
   * @throws Exception what writing the SQL threw; a broken pipe only where the client says nothing
   */
  public Optional<String> feed(String schema, Started started, Sql sql) throws Exception {
    // Several may be at work in one folder.
    long number = CLIENTS.incrementAndGet();
    Path file = folder.resolve("client-%d.cnf".formatted(number));
    OwnerOnlyFile.write(file, options.text());
    Path said = folder.resolve("client-%d.said".formatted(number));
    ProcessBuilder builder =
        new ProcessBuilder(
            program.toString(),
            "--defaults-file=" + file,
            "--batch",
            "--no-auto-rehash",
            // Line ends and zero bytes in texts stay as they are; text is never a client's command,
            // and comments in routines are part of them.
            "--binary-mode",
            "--comments",
            "--default-character-set=utf8mb4",
            "--max-allowed-packet=1G",
            "--database=" + schema);
    builder.environment().keySet().retainAll(List.of("PATH", "LD_LIBRARY_PATH"));
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(said.toFile());
    Process client = builder.start();
    try {
      started.process(client);
      Optional<Exception> trouble = written(client, sql);
      int code = client.waitFor();
      if (trouble.isPresent() && !(trouble.get() instanceof IOException)) {
        throw trouble.get();
      }
      if (code != 0) {
        return Optional.of(complaint(said, code));
      }
      if (trouble.isPresent()) {
        throw trouble.get();
      }
      return Optional.empty();
    } finally {
      client.destroyForcibly();
      Files.deleteIfExists(file);
      Files.deleteIfExists(said);
    }
  }

  /** A client that gives up closes the pipe: what it says matters then, not that. */
  private static Optional<Exception> written(Process client, Sql sql) {
    try (OutputStream in = client.getOutputStream()) {
      sql.writeTo(in);
      return Optional.empty();
    } catch (Exception e) {
      return Optional.of(e);
    }
  }

  private static String complaint(Path said, int code) throws IOException {
    String text =
        new String(Files.readAllBytes(said), StandardCharsets.UTF_8)
            .strip()
            .replaceAll("\\s+", " ");
    String shown =
        text.length() <= LONGEST_COMPLAINT ? text : text.substring(0, LONGEST_COMPLAINT) + "…";
    return shown.isEmpty() ? "it ended with code " + code : shown;
  }
}
