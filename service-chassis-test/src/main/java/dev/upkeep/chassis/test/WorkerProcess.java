package dev.upkeep.chassis.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A child JVM on the test's class path, to be killed from inside or from outside. Close it. */
public final class WorkerProcess implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Process process;
  private final Path log;

  private WorkerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a main class.
   *
   * @param properties system properties, such as {@value KillAtBoundary#PROPERTY} and the service's
   *     settings; passed in a file that only the owner reads, since everybody reads argument lists
   */
  public static WorkerProcess start(Class<?> main, Map<String, ?> properties, String... arguments) {
    try {
      Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
      Path log = Files.createTempFile(target, main.getSimpleName() + "-", ".log");
      Path options =
          Files.createTempFile(
              target, "options-", ".args", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      Files.writeString(options, quoted(properties));
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          List.of(
              "@" + options,
              "-Xmx256m",
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              main.getName()));
      command.addAll(List.of(arguments));
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      return new WorkerProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + main.getName(), e);
    }
  }

  private static String quoted(Map<String, ?> properties) {
    StringBuilder options = new StringBuilder();
    properties.forEach(
        (name, value) ->
            options
                .append('"')
                .append(
                    "-D%s=%s".formatted(name, value).replace("\\", "\\\\").replace("\"", "\\\""))
                .append("\"\n"));
    return options.toString();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it has said so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL, and gone when this returns. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd(Duration.ofSeconds(10));
  }

  /** SIGSTOP: it stands still as a paused machine does. */
  public void pause() {
    signal("STOP");
  }

  /** SIGCONT. */
  public void goOn() {
    signal("CONT");
  }

  /** SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /**
   * Waits for the end and answers the exit code.
   *
   * @throws AssertionError with the end of its log if it does not end in time
   */
  public int awaitEnd(Duration most) {
    try {
      if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("process %d did not end; it said:%n%s".formatted(pid(), log()));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a child process ended", e);
    }
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("/bin/kill", "-" + name, Long.toString(pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run /bin/kill", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
