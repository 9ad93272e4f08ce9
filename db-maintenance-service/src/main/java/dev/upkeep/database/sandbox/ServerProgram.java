package dev.upkeep.database.sandbox;

import dev.upkeep.chassis.task.StepContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One of MariaDB's programs besides its client, while it runs, and what it complains about. */
public final class ServerProgram implements AutoCloseable {

  private static final int LONGEST_COMPLAINT = 500;
  private static final int MOST_LINES = 3;

  private static final Pattern TELLING =
      Pattern.compile("error|fail|corrupt|cannot|can't|denied|no space|invalid|mismatch");
  private static final Pattern CLOCK =
      Pattern.compile("^\\[\\d+\\] \\d{4}-\\d\\d-\\d\\d +\\d{1,2}:\\d\\d:\\d\\d +");

  private final Process process;
  private final Path said;

  private ServerProgram(Process process, Path said) {
    this.process = process;
    this.said = said;
  }

  /** Whether what it prints is content, or nobody's business. */
  public enum Output {
    READ,
    DROPPED
  }

  /**
   * Starts one. It ends with the step, and whoever takes the run over makes sure that it has ended.
   *
   * @param folder for what it says
   */
  public static ServerProgram start(
      StepContext context, Path folder, List<String> command, Output output) throws Exception {
    Path said = folder.resolve(Path.of(command.getFirst()).getFileName() + ".said");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().retainAll(List.of("PATH", "LD_LIBRARY_PATH"));
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("TZ", "UTC");
    builder.redirectError(said.toFile());
    if (output == Output.DROPPED) {
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }
    var tool = new ServerProgram(builder.start(), said);
    try {
      context.onStop(tool.process::destroyForcibly);
      context.holds(tool.process.toHandle());
    } catch (Exception e) {
      tool.close();
      throw e;
    }
    return tool;
  }

  /** What it prints, if that is content. */
  public InputStream output() {
    return process.getInputStream();
  }

  /** What it reads. */
  public OutputStream input() {
    return process.getOutputStream();
  }

  /** Waits for its end; answers what it complained about if it did not succeed. */
  public Optional<String> complaint() throws InterruptedException, IOException {
    int code = process.waitFor();
    return code == 0 ? Optional.empty() : Optional.of(complaint(code));
  }

  private String complaint(int code) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(said), StandardCharsets.UTF_8)
            .lines()
            .map(line -> CLOCK.matcher(line).replaceFirst("").strip())
            .filter(line -> TELLING.matcher(line.toLowerCase(java.util.Locale.ROOT)).find())
            .distinct()
            .toList();
    String text =
        String.join("; ", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
    String shown =
        text.length() <= LONGEST_COMPLAINT ? text : text.substring(0, LONGEST_COMPLAINT) + "…";
    return shown.isEmpty() ? "it ended with code " + code : shown;
  }

  /** Ends it, if it has not ended. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
