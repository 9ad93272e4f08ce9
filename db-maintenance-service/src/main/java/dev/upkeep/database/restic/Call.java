package dev.upkeep.database.restic;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.secret.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Calls restic. The password is told on its standard input, so it is in no list of processes, no
 * environment and no file (the keys to a bucket are in its environment: restic takes them nowhere
 * else); and since restic waits for it, a call that is not noted yet for whoever takes the run over
 * does nothing when its worker dies.
 */
final class Call {

  private static final Set<String> ENVIRONMENT = Set.of("PATH", "HOME", "TMPDIR");

  private final Path program;
  private final Location location;
  private final Secret password;

  Call(Path program, Location location, Secret password) {
    this.program = program;
    this.location = location;
    this.password = password;
  }

  /** Takes a line of what restic says. */
  @FunctionalInterface
  interface Line {
    void take(String line) throws Exception;
  }

  /** Whether whoever takes the run over has to end it. */
  enum Kind {
    /** It is over in a moment, and changes nothing. */
    LOOK,
    /** It is noted before it begins. */
    WORK
  }

  /**
   * Calls it and waits for its end.
   *
   * @param line is given what it prints, and what it complains about in JSON
   * @throws TargetProblem when restic is not there
   */
  Ended run(StepContext context, Kind kind, List<String> arguments, Line line) throws Exception {
    Path said = Files.createTempFile("upkeep-restic", ".said");
    Process process = started(arguments, said);
    try {
      context.onStop(process::destroyForcibly);
      if (kind == Kind.WORK) {
        context.holds(process.toHandle());
      }
      tellPassword(process);
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        for (String text = out.readLine(); text != null; text = out.readLine()) {
          line.take(text);
        }
      }
      int code = process.waitFor();
      if (kind == Kind.WORK) {
        context.safePoint("restic-ended");
      }
      return new Ended(code, Complaints.in(said, line));
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(said);
    }
  }

  private Process started(List<String> arguments, Path said) throws TargetProblem, IOException {
    List<String> command = new ArrayList<>();
    // A cache would answer for a repository that is damaged or gone.
    command.addAll(List.of(program.toString(), "--no-cache", "--repo", location.repository()));
    command.addAll(location.options());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().retainAll(ENVIRONMENT);
    builder.environment().putAll(location.environment());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("RESTIC_PROGRESS_FPS", "1");
    builder.redirectError(said.toFile());
    try {
      return builder.start();
    } catch (IOException e) {
      Files.deleteIfExists(said);
      throw TargetProblem.lasting(
          "restic cannot be started as %s.".formatted(program),
          "Install it (Debian: apt install restic), or name it in upkeep.restic.program");
    }
  }

  /** One that ended at once, as with a wrong option, says why itself. */
  private void tellPassword(Process process) {
    try (OutputStream in = process.getOutputStream()) {
      in.write((password.reveal().strip() + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      // It has closed its input, and its end tells why.
    }
  }
}
