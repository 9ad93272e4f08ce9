package dev.upkeep.system.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.ExecCreateCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** One container, and starting commands in it. */
public final class InContainer implements AutoCloseable {

  private static final Duration LAST_WORDS = Duration.ofMillis(300);

  private final URI address;
  private final String id;
  private final DockerClient client;

  /**
   * Nothing is asked yet.
   *
   * @param address where its engine listens
   * @param id the container's whole identifier
   */
  public InContainer(URI address, String id) {
    this.address = address;
    this.id = id;
    // A command may be silent for as long as it likes.
    this.client = DockerEngine.client(address, Duration.ZERO);
  }

  /** Takes what a command says: the first so many of these bytes. */
  @FunctionalInterface
  public interface Listener {
    void heard(byte[] bytes, int length);
  }

  /** Whether there is such a container and commands can run in it. */
  public boolean isRunning() throws EngineProblem {
    try {
      return Boolean.TRUE.equals(client.inspectContainerCmd(id).exec().getState().getRunning());
    } catch (NotFoundException gone) {
      return false;
    } catch (RuntimeException e) {
      throw problem(e);
    }
  }

  /** Starts a command, without a shell, an input or a terminal. */
  public Execution start(
      List<String> command,
      Map<String, String> environment,
      Optional<String> folder,
      Optional<String> user,
      Listener listener)
      throws EngineProblem {
    try {
      ExecCreateCmd create =
          client
              .execCreateCmd(id)
              .withCmd(command.toArray(String[]::new))
              .withEnv(
                  environment.entrySet().stream()
                      .map(variable -> variable.getKey() + "=" + variable.getValue())
                      .toList())
              .withAttachStdout(true)
              .withAttachStderr(true);
      folder.ifPresent(create::withWorkingDir);
      user.ifPresent(create::withUser);
      String execution = create.exec().getId();
      var hearing = new Hearing(listener);
      client.execStartCmd(execution).exec(hearing);
      return new Execution(execution, hearing);
    } catch (NotFoundException | ConflictException e) {
      throw new EngineProblem(
          "The container %s is not there or does not run".formatted(this),
          "Start it: docker start " + this,
          e);
    } catch (RuntimeException e) {
      throw problem(e);
    }
  }

  private EngineProblem problem(RuntimeException e) {
    if (e instanceof DockerException refused) {
      return new EngineProblem(
          "The Docker engine at %s refuses (%d)".formatted(address, refused.getHttpStatus()),
          "Look into the engine's log; a proxy before its socket must allow /exec",
          e);
    }
    return new EngineProblem(
        "The Docker engine at %s does not answer: %s".formatted(address, e.getMessage()),
        "Start the engine, and let this worker's user reach it",
        e);
  }

  /** The first part of its identifier, as people know it. */
  @Override
  public String toString() {
    return id.substring(0, Math.min(12, id.length()));
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing the connection to " + address, e);
    }
  }

  /** A command that was started in it. To close this is to stop listening, not to end it. */
  public final class Execution implements AutoCloseable {
    private final String execution;
    private final Hearing hearing;

    private Execution(String execution, Hearing hearing) {
      this.execution = execution;
      this.hearing = hearing;
    }

    /**
     * Waits for its end.
     *
     * @return its exit code; nothing if it still runs after this time
     */
    public OptionalInt await(Duration atMost) throws EngineProblem, InterruptedException {
      try {
        boolean saidAll = hearing.awaitCompletion(atMost.toMillis(), TimeUnit.MILLISECONDS);
        var state = client.inspectExecCmd(execution).exec();
        if (!saidAll && !Boolean.TRUE.equals(state.isRunning())) {
          // What it left running may hold its output open; what it said itself is on its way.
          var _ = hearing.awaitCompletion(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        }
        Long code = state.getExitCodeLong();
        return Boolean.TRUE.equals(state.isRunning()) || code == null
            ? OptionalInt.empty()
            : OptionalInt.of(code.intValue());
      } catch (RuntimeException e) {
        throw problem(e);
      }
    }

    @Override
    public void close() {
      try {
        hearing.close();
      } catch (IOException e) {
        throw new UncheckedIOException("no longer listening to " + address, e);
      }
    }
  }

  private static final class Hearing extends ResultCallback.Adapter<Frame> {
    private final Listener listener;

    Hearing(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void onNext(Frame frame) {
      listener.heard(frame.getPayload(), frame.getPayload().length);
    }
  }
}
