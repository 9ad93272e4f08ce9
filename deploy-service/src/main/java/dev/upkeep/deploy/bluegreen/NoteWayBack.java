package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Undoable;
import dev.upkeep.events.Evidence;

/**
 * Stands before all that changes something, so that its undo comes last and takes back whatever a
 * later step had begun and not ended.
 */
final class NoteWayBack implements RepeatableStep, Undoable {

  private final WayBack wayBack;

  NoteWayBack(WayBack wayBack) {
    this.wayBack = wayBack;
  }

  @Override
  public String name() {
    return "note-way-back";
  }

  @Override
  public StepOutcome run(StepContext context) {
    return StepOutcome.done(Evidence.of("way-back", Rollout.of(context).oldImage()));
  }

  @Override
  public Plan plan(StepContext context) {
    Rollout rollout = Rollout.of(context);
    return Plan.of(
        "Until the end there is a way back to %s with %s"
            .formatted(rollout.old().word(), rollout.oldImage()));
  }

  @Override
  public StepOutcome undo(StepContext context) throws Exception {
    return wayBack.whole(context);
  }
}
