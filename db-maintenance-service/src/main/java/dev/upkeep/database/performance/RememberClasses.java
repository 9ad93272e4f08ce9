package dev.upkeep.database.performance;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import java.time.Instant;
import java.util.Optional;

/** Keeps what people are told of now, so that it is no news the next time. */
final class RememberClasses implements RepeatableStep {

  private final KnownClasses known;

  RememberClasses(KnownClasses known) {
    this.known = known;
  }

  @Override
  public String name() {
    return "remember-classes";
  }

  @Override
  public StepOutcome run(StepContext context) {
    Optional<ReadSlowQueries.Told> told = ReadSlowQueries.told(context);
    if (told.isEmpty()) {
      return StepOutcome.skipped("no slow queries could be read");
    }
    told.get().classes().forEach(one -> known.put(context, one));
    known.reviewedUntil(context.run(), Instant.parse(told.get().until()));
    return StepOutcome.done(
        Evidence.of("classes", told.get().classes().size())
            .with("reviewed-until", told.get().until()));
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of(
        ReadSlowQueries.told(context)
            .map(told -> "would remember %d classes".formatted(told.classes().size()))
            .orElse("would remember nothing: no slow queries could be read"));
  }
}
