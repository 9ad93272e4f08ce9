package dev.upkeep.dbcampaign;

import dev.upkeep.chassis.run.Boundary;
import dev.upkeep.chassis.run.RunObserver;
import dev.upkeep.chassis.test.Place;
import dev.upkeep.embedded.mariadb.EmbeddedMariaDb;
import dev.upkeep.events.TaskRunRef;
import java.nio.file.Path;
import java.util.Set;

/**
 * Kills the server that a run works on with SIGKILL, and the run's sandbox with it if it has one,
 * the first times that the run passes a place where that was not done yet. The server is back
 * before the run goes on, so that what follows does not depend on how fast it starts.
 */
final class ServerKiller implements RunObserver {

  private final EmbeddedMariaDb server;
  private final Path sandboxes;
  private final Set<Place> left;
  private final int most;
  private int kills;

  /**
   * @param sandboxes the folder in which the run's sandboxes are
   * @param left where to kill; places are taken out as that is done
   * @param most how often at most
   */
  ServerKiller(EmbeddedMariaDb server, Path sandboxes, Set<Place> left, int most) {
    this.server = server;
    this.sandboxes = sandboxes;
    this.left = left;
    this.most = most;
  }

  int kills() {
    return kills;
  }

  @Override
  public synchronized void passes(TaskRunRef run, Boundary boundary, String step) {
    if (kills < most && left.remove(Place.of(boundary, step))) {
      kills++;
      ProcessHandle.current()
          .descendants()
          .filter(this::isSandbox)
          .forEach(
              sandbox -> {
                sandbox.destroyForcibly();
                sandbox.onExit().join();
              });
      server.kill();
      server.restart();
    }
  }

  private boolean isSandbox(ProcessHandle process) {
    String line = process.info().commandLine().orElse("");
    return line.contains("mariadbd") && line.contains(sandboxes.toString());
  }
}
