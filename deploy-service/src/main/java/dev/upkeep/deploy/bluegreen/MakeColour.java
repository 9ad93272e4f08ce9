package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.CheckableStep;
import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.Probe;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Undoable;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.NginxComponent.Side;
import dev.upkeep.system.docker.ContainerDefinition;
import dev.upkeep.system.docker.EngineProblem;
import dev.upkeep.system.docker.ImageDigest;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the next colour's container of the live one's definition, in the place of an earlier one.
 */
final class MakeColour implements CheckableStep, Undoable {

  /** On containers that a run made: which run it was. */
  static final String LABEL = "dev.upkeep.run";

  private final Places places;
  private final WayBack wayBack;

  MakeColour(Places places, WayBack wayBack) {
    this.places = places;
    this.wayBack = wayBack;
  }

  @Override
  public String name() {
    return "make-colour";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Rollout rollout = Rollout.of(context);
    if (rollout.reused()) {
      return StepOutcome.skipped("the container of that release is still there");
    }
    try (Place place = places.of(context)) {
      if (place.live() != rollout.old()) {
        return StepOutcome.failed(
            "Requests do not go to %s any more.".formatted(rollout.old().word()),
            "See who switched them, and begin anew");
      }
      ContainerDefinition live = live(place, rollout);
      if (place.container(rollout.next()).isPresent()) {
        WayBack.stopForGood(place, rollout.next(), rollout);
        place.engine().remove(place.containerName(rollout.next()));
      }
      Side side = place.service().side(rollout.next());
      place
          .engine()
          .create(
              side.container(),
              live,
              ImageDigest.parse(rollout.image()).orElseThrow(),
              Map.of(place.service().network(), side.address()),
              side.environment(),
              Map.of(LABEL, context.run().taskRunId().toString()));
      return StepOutcome.done(made(place.container(rollout.next()).orElseThrow()));
    }
  }

  private static ContainerDefinition live(Place place, Rollout rollout) throws EngineProblem {
    return place.container(rollout.old()).orElseThrow();
  }

  private static Evidence made(ContainerDefinition container) {
    return Evidence.of("container", container.name());
  }

  @Override
  public Probe probe(StepContext context) throws Exception {
    Rollout rollout = Rollout.of(context);
    try (Place place = places.of(context)) {
      Optional<ContainerDefinition> container = place.container(rollout.next());
      // It is in its further networks only after it was made.
      boolean whole =
          container.isPresent()
              && container
                  .get()
                  .label(LABEL)
                  .equals(Optional.of(context.run().taskRunId().toString()))
              && container
                  .get()
                  .addresses()
                  .keySet()
                  .containsAll(live(place, rollout).addresses().keySet());
      return whole
          ? new Probe.Happened(made(container.orElseThrow()))
          : new Probe.CannotHappenAnyMore("there is no whole container of this run");
    }
  }

  @Override
  public Plan plan(StepContext context) throws Exception {
    Rollout rollout = Rollout.of(context);
    try (Place place = places.of(context)) {
      return Plan.of(
          rollout.reused()
              ? "%s is still there".formatted(place.containerName(rollout.next()))
              : "%s is made like %s, of %s"
                  .formatted(
                      place.containerName(rollout.next()),
                      place.containerName(rollout.old()),
                      rollout.image()));
    }
  }

  @Override
  public StepOutcome undo(StepContext context) throws Exception {
    return wayBack.container(context);
  }
}
