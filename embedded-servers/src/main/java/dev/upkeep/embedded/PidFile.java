package dev.upkeep.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which process a server is: its id, when it started, its program. A process id alone proves
 * nothing, since the kernel gives it to somebody else later.
 */
record PidFile(Path path) {

  private static final Logger log = LoggerFactory.getLogger(PidFile.class);

  /** The kernel counts starts in hundredths of a second from boot, and the clock may be set. */
  private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

  private static final long END_SECONDS = 10;

  void write(ProcessHandle process, Path executable) {
    long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    try {
      Files.writeString(path, "%d\n%d\n%s\n".formatted(process.pid(), started, executable));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + path, e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + path, e);
    }
  }

  /** Kills the process that the file names, if it is still that process, and waits for its end. */
  void endLeftBehind(Path executable) {
    Optional<ProcessHandle> found = leftBehind(executable);
    found.ifPresent(
        process -> {
          log.warn(
              "Process {} ({}) was left behind by an earlier start; it is killed now",
              process.pid(),
              executable);
          process.destroyForcibly();
          process.onExit().orTimeout(END_SECONDS, TimeUnit.SECONDS).join();
        });
    delete();
  }

  private Optional<ProcessHandle> leftBehind(Path executable) {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try {
      List<String> lines = Files.readAllLines(path);
      if (lines.size() < 3
          || !lines.get(0).matches("[0-9]{1,10}")
          || !lines.get(1).matches("[0-9]{1,15}")) {
        return Optional.empty();
      }
      return ProcessHandle.of(Long.parseLong(lines.get(0)))
          .filter(process -> startedAt(process, Instant.ofEpochMilli(Long.parseLong(lines.get(1)))))
          .filter(process -> runs(process, executable));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }

  private static boolean startedAt(ProcessHandle process, Instant noted) {
    return process
        .info()
        .startInstant()
        .map(started -> Duration.between(started, noted).abs())
        .filter(difference -> difference.compareTo(START_TOLERANCE) <= 0)
        .isPresent();
  }

  private static boolean runs(ProcessHandle process, Path executable) {
    return process
            .info()
            .commandLine()
            .filter(line -> line.contains(executable.toString()))
            .isPresent()
        || process.info().command().filter(executable.toString()::equals).isPresent();
  }
}
