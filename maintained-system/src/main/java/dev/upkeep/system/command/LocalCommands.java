package dev.upkeep.system.command;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** On this machine, as the user of this process. */
public final class LocalCommands implements Commands {

  private static final Path PROCESSES = Path.of("/proc");
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final int ROUNDS = 100;
  private static final int FIRST_BYTES = 4 * 1024;
  private static final int LAST_BYTES = 12 * 1024;

  @Override
  public RunningCommand start(Launch launch) throws CommandProblem {
    var builder = new ProcessBuilder(launch.command());
    builder.environment().clear();
    builder.environment().putAll(launch.marked());
    launch.folder().map(File::new).ifPresent(builder::directory);
    builder.redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    try {
      return new Running(builder.start());
    } catch (IOException e) {
      throw new CommandProblem(
          "%s does not start: %s".formatted(launch.command().getFirst(), e.getMessage()),
          "Look whether the program and its folder are there for this worker's user");
    }
  }

  @Override
  public void end(UUID mark) throws CommandProblem {
    for (int round = 0; round < ROUNDS; round++) {
      List<ProcessHandle> left = marked(mark);
      if (left.isEmpty()) {
        return;
      }
      left.forEach(LocalCommands::endTree);
      for (ProcessHandle process : left) {
        awaitEnd(process);
      }
    }
    throw new CommandProblem(
        "Processes with %s=%s do not end".formatted(Launch.MARK, mark),
        "End them: grep --files-with-matches %s /proc/[0-9]*/environ".formatted(mark));
  }

  private static void endTree(ProcessHandle process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // The next round looks again.
    }
  }

  /** All that bears the mark, also what was left by its own parent. */
  private static List<ProcessHandle> marked(UUID mark) throws CommandProblem {
    String variable = Launch.MARK + "=" + mark;
    List<ProcessHandle> marked = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : processes) {
        if (environment(process).contains(variable)) {
          ProcessHandle.of(Long.parseLong(process.getFileName().toString())).ifPresent(marked::add);
        }
      }
      return marked;
    } catch (IOException e) {
      throw new CommandProblem(
          "The processes of this machine cannot be listed: " + e.getMessage(),
          "Commands on the worker's machine need Linux with /proc");
    }
  }

  /** Of another user's process, or of one that is gone, nothing is known and nothing is ours. */
  private static List<String> environment(Path process) {
    try {
      return List.of(
          Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1).split("\0"));
    } catch (IOException notOurs) {
      return List.of();
    }
  }

  @Override
  public void close() {
    // Nothing is kept open between commands.
  }

  private static final class Running implements RunningCommand {
    private final Process process;
    private final InputStream says;
    private final BoundedOutput output = new BoundedOutput(FIRST_BYTES, LAST_BYTES);
    private final byte[] buffer = new byte[8 * 1024];

    Running(Process process) {
      this.process = process;
      this.says = process.getInputStream();
    }

    @Override
    public OptionalInt await(Duration atMost) throws CommandProblem, InterruptedException {
      long until = System.nanoTime() + atMost.toNanos();
      do {
        boolean ended = process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        drain();
        if (ended) {
          return OptionalInt.of(process.exitValue());
        }
      } while (System.nanoTime() < until);
      return OptionalInt.empty();
    }

    /** Takes what is there without waiting for more: what it left running may hold the pipe. */
    private void drain() throws CommandProblem {
      try {
        for (int there = says.available(); there > 0; there = says.available()) {
          int read = says.read(buffer, 0, Math.min(there, buffer.length));
          if (read < 0) {
            return;
          }
          output.add(buffer, read);
        }
      } catch (IOException e) {
        throw new CommandProblem(
            "What the command says cannot be read: " + e.getMessage(), "Start it again");
      }
    }

    @Override
    public BoundedOutput output() {
      return output;
    }

    @Override
    public Optional<ProcessHandle> process() {
      return Optional.of(process.toHandle());
    }

    @Override
    public void close() {
      try {
        says.close();
      } catch (IOException e) {
        throw new UncheckedIOException("no longer listening to process " + process.pid(), e);
      }
    }
  }
}
