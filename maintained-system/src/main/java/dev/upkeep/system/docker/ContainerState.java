package dev.upkeep.system.docker;

import java.time.Instant;
import java.util.Optional;

/**
 * How a container is at this moment.
 *
 * @param status as the engine calls it: {@code running}, {@code restarting}, {@code exited} …
 * @param restarts how often the engine has started it again by itself
 * @param startedAt when it was last started, if it ever was
 * @param exitCode of its last end; 0 while it runs
 * @param outOfMemory whether it was last ended for want of memory
 * @param health of its health check, if it has one
 */
public record ContainerState(
    String status,
    int restarts,
    Optional<Instant> startedAt,
    int exitCode,
    boolean outOfMemory,
    Optional<Health> health) {

  /** What a container's own health check says. */
  public enum Health {
    STARTING,
    HEALTHY,
    UNHEALTHY
  }

  public boolean isRunning() {
    return status.equals("running");
  }

  /** One sentence for people: {@code it has exited with code 137, out of memory}. */
  public String words() {
    String again = restarts == 0 ? "" : ", started again %d times".formatted(restarts);
    String memory = outOfMemory ? ", out of memory" : "";
    return isRunning()
        ? "it is running%s%s"
            .formatted(
                health.map(h -> " and " + h.name().toLowerCase(java.util.Locale.ROOT)).orElse(""),
                again)
        : "it is %s (exit code %d%s)%s".formatted(status, exitCode, memory, again);
  }
}
