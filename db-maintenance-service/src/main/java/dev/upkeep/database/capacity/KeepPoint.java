package dev.upkeep.database.capacity;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;

/** Keeps today's sizes, and forgets those that are too old. */
final class KeepPoint implements RepeatableStep {

  private final CapacityPoints points;

  KeepPoint(CapacityPoints points) {
    this.points = points;
  }

  @Override
  public String name() {
    return "keep-point";
  }

  @Override
  public StepOutcome run(StepContext context) {
    MeasureSizes.Sizes sizes = MeasureSizes.measured(context);
    sizes.tables().forEach(size -> points.put(context.run(), sizes.date(), size));
    int forgotten =
        points.forgetBefore(
            context.run(),
            sizes.date().minusDays(context.parameters(CapacityReviewParameters.class).keepDays()));
    return StepOutcome.done(
        Evidence.of("points-kept", sizes.tables().size()).with("points-forgotten", forgotten));
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of(
        "would keep today's sizes of %d tables"
            .formatted(MeasureSizes.measured(context).tables().size()));
  }
}
