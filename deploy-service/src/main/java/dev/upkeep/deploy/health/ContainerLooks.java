package dev.upkeep.deploy.health;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.chassis.time.Pauses;
import dev.upkeep.deploy.health.Ailment.Kind;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.ContainerComponent;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.docker.ContainerState;
import dev.upkeep.system.docker.ContainerState.Health;
import dev.upkeep.system.docker.DockerEngine;
import dev.upkeep.system.docker.EngineProblem;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks at a container for a while: a restart loop runs most of the time, and whoever looks once
 * sees it running.
 */
final class ContainerLooks {

  private ContainerLooks() {}

  /**
   * Looks.
   *
   * @param atLeast how long the containers are watched, though every answer is good at once
   */
  static Look at(
      StepContext context, MaintainedSystem system, ContainerComponent component, Duration atLeast)
      throws EngineProblem, StopRequested, InterruptedException {
    try (DockerEngine engine = DockerEngine.at(system.docker())) {
      Map<String, ContainerState> before = engine.states(component.container().which());
      if (before.isEmpty()) {
        return new Look(
            Evidence.none(),
            List.of(
                Ailment.of(
                    Kind.CONTAINER,
                    component.name(),
                    "There is no such container: " + component.container().which(),
                    "Compare the system file with what 'docker ps --all' lists.")));
      }
      var pauses = new Pauses();
      context.onStop(pauses::stop);
      long begun = System.nanoTime();
      Look answers = HttpLooks.at(context, system, component, pauses);
      Duration left = atLeast.minusNanos(System.nanoTime() - begun);
      if (left.isPositive()) {
        context.progress(0.9, "watching whether the containers stay up");
        pauses.pause(left);
        context.safePoint("watched");
      }
      Map<String, ContainerState> after = engine.states(component.container().which());
      return states(before, after, context.clock()).and(answers);
    }
  }

  /** Whether what was seen first and last makes a container that is well. */
  static Look states(
      Map<String, ContainerState> before, Map<String, ContainerState> after, Clock clock) {
    List<Ailment> ailments = new ArrayList<>();
    Map<String, Object> rows = new LinkedHashMap<>();
    new TreeMap<>(before)
        .forEach(
            (name, first) -> {
              ContainerState last = after.get(name);
              if (last == null) {
                ailments.add(
                    Ailment.of(
                        Kind.CONTAINER,
                        name,
                        "The container %s went away while it was looked at".formatted(name),
                        "Find out who removed it: docker events --since 10m"));
                return;
              }
              rows.put(name, row(first, last, clock));
              ailments(name, first, last, ailments);
            });
    return new Look(Evidence.of("containers", rows), ailments);
  }

  private static void ailments(
      String name, ContainerState first, ContainerState last, List<Ailment> into) {
    boolean startedAgain =
        last.restarts() > first.restarts() || !last.startedAt().equals(first.startedAt());
    if (startedAgain || last.status().equals("restarting")) {
      into.add(
          Ailment.of(
              Kind.RESTARTS,
              name,
              "The container %s was started again while it was looked at: %s"
                  .formatted(name, last.words()),
              "Read why it ends: docker logs --tail 50 " + name));
    } else if (!last.isRunning()) {
      into.add(
          Ailment.of(
              Kind.CONTAINER,
              name,
              "The container %s does not run: %s".formatted(name, last.words()),
              "Read why it ended: docker logs --tail 50 %s".formatted(name)));
    } else if (last.health().filter(Health.UNHEALTHY::equals).isPresent()) {
      into.add(
          Ailment.of(
              Kind.UNHEALTHY,
              name,
              "The health check of the container %s says that it is unhealthy".formatted(name),
              "Read what it says: docker inspect --format '{{json .State.Health}}' " + name));
    }
  }

  private static Map<String, Object> row(ContainerState first, ContainerState last, Clock clock) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("state", last.status());
    row.put("restarts", last.restarts());
    row.put("restarts-meanwhile", Math.max(0, last.restarts() - first.restarts()));
    last.startedAt()
        .filter(_ -> last.isRunning())
        .ifPresent(
            started ->
                row.put(
                    "up-seconds",
                    Math.max(0, Duration.between(started, clock.instant()).toSeconds())));
    last.health().ifPresent(health -> row.put("health", health));
    return row;
  }
}
