package dev.upkeep.database.capacity;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import java.time.LocalDate;

/** Keeps today's sizes, and forgets those that are too old. */
final class KeepPoint implements RepeatableStep {

  private final CapacityPoints points;
  private final ServerPoints serverPoints;

  KeepPoint(CapacityPoints points, ServerPoints serverPoints) {
    this.points = points;
    this.serverPoints = serverPoints;
  }

  @Override
  public String name() {
    return "keep-point";
  }

  @Override
  public StepOutcome run(StepContext context) {
    MeasureSizes.Sizes sizes = MeasureSizes.measured(context);
    sizes.tables().forEach(size -> points.put(context.run(), sizes.date(), size));
    serverPoints.put(context.run(), sizes.date(), MeasureServer.measured(context));
    LocalDate oldest =
        sizes.date().minusDays(context.parameters(CapacityReviewParameters.class).keepDays());
    int forgotten =
        points.forgetBefore(context.run(), oldest)
            + serverPoints.forgetBefore(context.run(), oldest);
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
