package dev.upkeep.database.sandbox;

import dev.upkeep.embedded.OwnerOnlyFile;
import dev.upkeep.system.secret.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * MariaDB's own command-line client, fed with SQL: what proves that a backup can be restored
 * without Upkeep. Its password is in an option file that only its owner can read.
 */
public final class StockClient {

  private static final int LONGEST_COMPLAINT = 500;

  private static final int USUAL_PORT = 3306;

  private final Path program;
  private final Path folder;
  private final String host;
  private final int port;
  private final String user;
  private final String password;

  /**
   * @param folder for the option file and what the client says
   */
  public StockClient(
      Path program, Path folder, String host, int port, String user, String password) {
    this.program = program;
    this.folder = folder;
    this.host = host;
    this.port = port;
    this.user = user;
    this.password = password;
  }

  /**
   * For a server that is known by its JDBC address.
   *
   * @param folder as above
   * @param jdbcUrl {@code jdbc:mariadb://host:port/…}
   */
  public static StockClient of(
      Path program, Path folder, String jdbcUrl, String user, Secret password) {
    URI address = URI.create(jdbcUrl.substring("jdbc:".length()));
    return new StockClient(
        program,
        folder,
        address.getHost(),
        address.getPort() < 0 ? USUAL_PORT : address.getPort(),
        user,
        password.reveal());
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
    Path options = folder.resolve("client.cnf");
    OwnerOnlyFile.write(options, options());
    Path said = folder.resolve("client.said");
    ProcessBuilder builder =
        new ProcessBuilder(
            program.toString(),
            "--defaults-file=" + options,
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
      Files.deleteIfExists(options);
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

  private String options() {
    return """
    [client]
    protocol=tcp
    host=%s
    port=%d
    user=%s
    password=%s
    skip-ssl
    """
        .formatted(host, port, quoted(user), quoted(password));
  }

  private static String quoted(String value) {
    return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
