package dev.upkeep.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A server as a child process. It must not outlive this JVM: its owner stops it; where util-linux's
 * {@code setpriv} is present the kernel kills it if this JVM dies first; and where neither happened
 * the next launch finds it by its pid file and ends it. There is no shutdown hook, since hooks run
 * at the same time as those of the applications that still need the server.
 */
public final class ChildServer {

  private static final Duration POLL = Duration.ofMillis(15);

  private final Launch launch;
  private final Process process;

  private ChildServer(Launch launch, Process process) {
    this.launch = launch;
    this.process = process;
  }

  /**
   * What to start.
   *
   * @param name what people call it: {@code mariadbd}
   * @param executable the program, absolute
   * @param arguments without secrets: every user of the machine can read them
   * @param folder its working folder, with its log ({@code name.log}, the last life's in {@code
   *     name.log.1}) and its pid file ({@code name.pid})
   */
  public record Launch(String name, Path executable, List<String> arguments, Path folder) {
    public Launch {
      arguments = List.copyOf(arguments);
    }

    Path log() {
      return folder.resolve(name + ".log");
    }

    PidFile pidFile() {
      return new PidFile(folder.resolve(name + ".pid"));
    }
  }

  /**
   * Ends what an earlier launch left behind, then starts the program. It is not ready yet: see
   * {@link #awaitReady}.
   */
  public static ChildServer start(Launch launch) {
    endLeftBehind(launch);
    try {
      if (Files.exists(launch.log())) {
        Path last = launch.folder().resolve(launch.name() + ".log.1");
        Files.move(launch.log(), last, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot put the old log of " + launch.name() + " aside", e);
    }
    Process process = startedByItsKeeper(launch);
    launch.pidFile().write(process.toHandle(), launch.executable());
    return new ChildServer(launch, process);
  }

  /** Kills what an earlier launch left behind, if anything, and waits for its end. */
  public static void endLeftBehind(Launch launch) {
    launch.pidFile().endLeftBehind(launch.executable());
  }

  /**
   * The kernel's death signal is tied to the *thread* that started the child, so the child gets a
   * thread that lives as long as it does.
   */
  private static Process startedByItsKeeper(Launch launch) {
    CompletableFuture<Process> started = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("keeper-of-" + launch.name())
        .start(
            () -> {
              try {
                Process process = builder(launch).start();
                started.complete(process);
                process.onExit().join();
              } catch (IOException e) {
                started.completeExceptionally(e);
              }
            });
    try {
      return started.join();
    } catch (CompletionException e) {
      throw new ServerDidNotStartException(
          "Cannot start %s (%s)".formatted(launch.name(), launch.executable()), e.getCause());
    }
  }

  private static ProcessBuilder builder(Launch launch) {
    List<String> command = new ArrayList<>();
    setpriv().ifPresent(setpriv -> command.addAll(List.of(setpriv, "--pdeathsig", "KILL", "--")));
    command.add(launch.executable().toString());
    command.addAll(launch.arguments());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(launch.folder().toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(List.of("PATH", "HOME", "LD_LIBRARY_PATH"));
    environment.put("TZ", "UTC");
    environment.put("LC_ALL", "C");
    builder.redirectErrorStream(true);
    builder.redirectOutput(launch.log().toFile());
    builder.redirectInput(new File("/dev/null"));
    return builder;
  }

  private static Optional<String> setpriv() {
    return List.of("/usr/bin/setpriv", "/bin/setpriv").stream()
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst();
  }

  /**
   * Waits until the probe says yes.
   *
   * @throws ServerDidNotStartException if the process ends first, or the time is over (it is then
   *     killed); the message ends with the last lines of its log, or names the library it misses
   */
  public void awaitReady(BooleanSupplier probe, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!probe.getAsBoolean()) {
      if (exitedWithin(POLL)) {
        launch.pidFile().delete();
        throw ServerDidNotStartException.because(
            "%s ended with code %d before it was ready."
                .formatted(launch.name(), process.exitValue()),
            lastWords());
      }
      if (System.nanoTime() > deadline) {
        kill();
        throw ServerDidNotStartException.because(
            "%s was not ready within %d s and was killed."
                .formatted(launch.name(), limit.toSeconds()),
            lastWords());
      }
    }
  }

  private String lastWords() {
    try {
      // One byte, one character: a server may log anything.
      return Files.readString(launch.log(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return launch.log() + " cannot be read: " + e.getMessage();
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** Asks the server to end (SIGTERM); kills it if it has not ended within the patience. */
  public void stop(Duration patience) {
    process.destroy();
    if (!exitedWithin(patience)) {
      process.destroyForcibly();
      process.onExit().join();
    }
    launch.pidFile().delete();
  }

  /** Ends the server the hard way (SIGKILL), as a power cut would. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
    launch.pidFile().delete();
  }

  private boolean exitedWithin(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IllegalStateException("Interrupted while waiting for " + launch.name(), e);
    }
  }
}
