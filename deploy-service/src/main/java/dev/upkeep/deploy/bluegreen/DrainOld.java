package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.NginxComponent.Side;
import dev.upkeep.system.docker.ContainerChanges.CommandEnd;
import dev.upkeep.system.docker.EngineProblem;
import dev.upkeep.system.nginx.OpenConnections;
import java.time.Duration;

/**
 * Waits until NGINX has no connection to the old colour any more: no request is in flight there
 * then and no websocket open. What lasts longer than the run was told is cut when the old colour
 * stops.
 */
final class DrainOld implements RepeatableStep {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final Places places;

  DrainOld(Places places) {
    this.places = places;
  }

  @Override
  public String name() {
    return "drain-old";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Rollout rollout = Rollout.of(context);
    Duration most = context.parameters(RolloutParameters.class).longestDrain();
    long begun = System.nanoTime();
    try (Place place = places.of(context)) {
      long open = open(place, rollout);
      while (open != 0 && System.nanoTime() - begun < most.toNanos()) {
        context.progress(
            Math.min(1, (double) Waiting.millisSince(begun) / Math.max(1, most.toMillis())),
            "%d connections to %s are open".formatted(open, rollout.old().word()));
        Waiting.pause(context, BETWEEN_LOOKS);
        open = open(place, rollout);
      }
      return StepOutcome.done(
          Evidence.of("drain-ms", Waiting.millisSince(begun)).with("connections-left", open));
    }
  }

  /** How many there are; -1 where that cannot be seen, so that the whole time is waited. */
  private static long open(Place place, Rollout rollout) throws EngineProblem {
    Side side = place.service().side(rollout.old());
    CommandEnd table = place.engine().run(place.nginx().container(), OpenConnections.COMMAND);
    return table.code() == 0
        ? OpenConnections.to(table.output(), side.address(), place.service().port())
        : -1;
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of(
        "What %s is answering may take %s to end"
            .formatted(
                Rollout.of(context).old().word(),
                context.parameters(RolloutParameters.class).drain()));
  }
}
