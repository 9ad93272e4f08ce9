package dev.upkeep.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server that nobody owns any more, as a {@code kill -9} of its JVM leaves one behind. */
public final class StrayProcess implements AutoCloseable {

  private final Path executable;
  private final Process process;

  private StrayProcess(Path executable, Process process) {
    this.executable = executable;
    this.process = process;
  }

  public static StrayProcess start(Path executable, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(executable.toString());
    command.addAll(arguments);
    return new StrayProcess(
        executable,
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  public void noteIn(Path pidFile) {
    new PidFile(pidFile).write(process.toHandle(), executable);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
