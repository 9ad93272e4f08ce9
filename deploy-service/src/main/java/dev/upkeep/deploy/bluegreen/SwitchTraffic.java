package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.CheckableStep;
import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.Probe;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Undoable;
import dev.upkeep.events.Evidence;

/** Sends requests to the next colour: one act of the file system. */
final class SwitchTraffic implements CheckableStep, Undoable {

  private final Places places;
  private final WayBack wayBack;

  SwitchTraffic(Places places, WayBack wayBack) {
    this.places = places;
    this.wayBack = wayBack;
  }

  @Override
  public String name() {
    return "switch-traffic";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Rollout rollout = Rollout.of(context);
    try (Place place = places.of(context)) {
      context.safePoint("before-the-switch");
      long begun = System.nanoTime();
      place.flags().live(place.service().name(), rollout.next());
      if (!Waiting.untilAnswers(context, place, rollout.next())) {
        return StepOutcome.failed(
            "The flag says %s, but nothing answers from it.".formatted(rollout.next().word()),
            "NGINX's user must be able to look into " + place.nginx().switchFolder());
      }
      return StepOutcome.done(Evidence.of("switch-ms", Waiting.millisSince(begun)));
    }
  }

  @Override
  public Probe probe(StepContext context) throws Exception {
    Rollout rollout = Rollout.of(context);
    try (Place place = places.of(context)) {
      return place.live() == rollout.next()
          ? new Probe.Happened(Evidence.of("live", rollout.next().word()))
          : new Probe.CannotHappenAnyMore("the flag still says " + rollout.old().word());
    }
  }

  @Override
  public Plan plan(StepContext context) {
    Rollout rollout = Rollout.of(context);
    return Plan.of(
        "Requests go to %s instead of %s, without a reload"
            .formatted(rollout.next().word(), rollout.old().word()));
  }

  @Override
  public StepOutcome undo(StepContext context) throws Exception {
    return wayBack.traffic(context);
  }
}
