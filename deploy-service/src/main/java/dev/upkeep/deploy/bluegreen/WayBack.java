package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.Colour;
import dev.upkeep.system.docker.ContainerDefinition;
import dev.upkeep.system.docker.EngineProblem;
import java.time.Duration;
import java.util.Optional;

/**
 * Back to the colour that was live before the run, from wherever the run is. Each part looks first
 * and does what is wanting, so that it can be done again.
 */
final class WayBack {

  private static final Duration LONGEST_START = Duration.ofSeconds(60);

  private final Places places;

  WayBack(Places places) {
    this.places = places;
  }

  /** Sends requests to the old colour again, after it has been seen to be well. */
  StepOutcome traffic(StepContext context) throws Exception {
    Rollout rollout = Rollout.of(context);
    try (Place place = places.of(context)) {
      if (place.live() == rollout.old()) {
        return StepOutcome.skipped("requests go to %s".formatted(rollout.old().word()));
      }
      if (!isWell(context, place, rollout)) {
        return StepOutcome.failed(
            "%s does not come back, so requests still go to %s."
                .formatted(rollout.old().word(), rollout.next().word()),
            "See what it says: docker logs " + place.containerName(rollout.old()));
      }
      long begun = System.nanoTime();
      place.flags().live(place.service().name(), rollout.old());
      boolean seen = Waiting.untilAnswers(context, place, rollout.old());
      return StepOutcome.done(
          Evidence.of("switch-ms", Waiting.millisSince(begun)).with("seen", seen));
    }
  }

  private static boolean isWell(StepContext context, Place place, Rollout rollout)
      throws Exception {
    Colour old = rollout.old();
    Optional<ContainerDefinition> container = place.container(old);
    if (container.isEmpty()) {
      return false;
    }
    if (!container.get().state().isRunning()) {
      place.engine().restartPolicy(container.get().name(), rollout.restartPolicy());
      place.engine().start(container.get().name());
    }
    return Waiting.until(context, LONGEST_START, () -> place.health(old).isGood());
  }

  /** Has the old colour's jobs done again, and the new one's no more. */
  StepOutcome jobs(StepContext context) throws Exception {
    Rollout rollout = Rollout.of(context);
    try (Place place = places.of(context)) {
      if (isRunning(place, rollout.next())) {
        // One that does not answer is about to be stopped.
        place.jobs(rollout.next(), false);
      }
      Optional<String> problem = place.jobs(rollout.old(), true);
      return problem.isPresent()
          ? StepOutcome.failed(problem.get() + ".", "Switch them on by hand")
          : StepOutcome.done(Evidence.of("jobs", rollout.old().word()));
    }
  }

  /**
   * Stops what the run started. It stays, for a look into what it said; the next deployment removes
   * it. One that was warm before the run is left alone.
   */
  StepOutcome container(StepContext context) throws Exception {
    Rollout rollout = Rollout.of(context);
    try (Place place = places.of(context)) {
      if (place.live() != rollout.old()) {
        return StepOutcome.failed(
            "%s is not stopped, since requests go to it.".formatted(rollout.next().word()),
            "See why they do not go to " + rollout.old().word());
      }
      if (!rollout.warm() && place.container(rollout.next()).isPresent()) {
        stopForGood(place, rollout.next(), rollout);
      }
      return StepOutcome.done(Evidence.of("live", rollout.old().word()));
    }
  }

  /** Stops a colour so that neither its end nor the machine's next start brings it back. */
  static void stopForGood(Place place, Colour colour, Rollout rollout) throws EngineProblem {
    place.engine().restartPolicy(place.containerName(colour), "no");
    place.engine().stop(place.containerName(colour), Duration.ofSeconds(rollout.graceSeconds()));
  }

  /** All of it. */
  StepOutcome whole(StepContext context) throws Exception {
    StepOutcome traffic = traffic(context);
    if (traffic instanceof StepOutcome.Failed) {
      return traffic;
    }
    StepOutcome jobs = jobs(context);
    StepOutcome container = container(context);
    return jobs instanceof StepOutcome.Failed ? jobs : container;
  }

  private static boolean isRunning(Place place, Colour colour) throws EngineProblem {
    return place.container(colour).filter(c -> c.state().isRunning()).isPresent();
  }
}
