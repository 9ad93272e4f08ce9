package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.docker.ContainerState;
import dev.upkeep.system.docker.ContainerState.Health;
import dev.upkeep.system.nginx.Answer;
import java.time.Duration;
import java.util.Optional;

/** Waits until enough checks of the next colour are good; one that is started again has failed. */
final class AwaitHealth implements RepeatableStep {

  private static final Duration BETWEEN_CHECKS = Duration.ofMillis(500);

  private final Places places;

  AwaitHealth(Places places) {
    this.places = places;
  }

  @Override
  public String name() {
    return "await-health";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Rollout rollout = Rollout.of(context);
    RolloutParameters told = context.parameters(RolloutParameters.class);
    HealthWindow window = told.window();
    long begun = System.nanoTime();
    try (Place place = places.of(context)) {
      String container = place.containerName(rollout.next());
      String remedy = "See what it says: docker logs " + container;
      while (true) {
        Optional<ContainerState> state = place.container(rollout.next()).map(c -> c.state());
        Optional<String> broken = broken(state, rollout);
        if (broken.isPresent()) {
          return StepOutcome.failed(
              "%s does not become healthy: %s.".formatted(container, broken.get()), remedy);
        }
        Answer answer = place.health(rollout.next());
        window.saw(answer.isGood() && !isStarting(state));
        if (window.passes()) {
          return StepOutcome.done(Evidence.of("healthy-ms", Waiting.millisSince(begun)));
        }
        if (System.nanoTime() - begun > told.longestStart().toNanos()) {
          return StepOutcome.failed(
              "%s was not healthy within %s: %s; the last answer of %s was: %s."
                  .formatted(
                      container,
                      told.healthyWithin(),
                      window,
                      place.service().health(),
                      answer.words()),
              remedy);
        }
        Waiting.pause(context, BETWEEN_CHECKS);
      }
    }
  }

  private static boolean isStarting(Optional<ContainerState> state) {
    return state.flatMap(ContainerState::health).equals(Optional.of(Health.STARTING));
  }

  /** What no waiting mends. */
  static Optional<String> broken(Optional<ContainerState> state, Rollout rollout) {
    if (state.isEmpty()) {
      return Optional.of("it is gone");
    }
    boolean startedAgain = state.get().restarts() > 0 && !rollout.reused();
    boolean unhealthy = state.get().health().equals(Optional.of(Health.UNHEALTHY));
    return !state.get().isRunning() || startedAgain || unhealthy
        ? Optional.of(state.get().words())
        : Optional.empty();
  }

  @Override
  public Plan plan(StepContext context) {
    RolloutParameters told = context.parameters(RolloutParameters.class);
    return Plan.of(
        "%s of its checks must be good within %s".formatted(told.pass(), told.healthyWithin()));
  }
}
