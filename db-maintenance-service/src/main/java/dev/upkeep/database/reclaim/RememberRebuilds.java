package dev.upkeep.database.reclaim;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what was foretold of each rebuild and what came of it, for the estimates of later runs. */
public final class RememberRebuilds implements RepeatableStep {

  private final RebuildHistory history;

  public RememberRebuilds(RebuildHistory history) {
    this.history = history;
  }

  @Override
  public String name() {
    return "remember-rebuilds";
  }

  @Override
  public StepOutcome run(StepContext context) {
    List<PastRebuild> made = new ArrayList<>();
    for (ReclaimEstimate estimate : EstimateReclaim.worthwhile(context)) {
      RebuildTable.sizes(context, estimate.table())
          .flatMap(sizes -> past(estimate, sizes))
          .ifPresent(made::add);
    }
    if (made.isEmpty()) {
      return StepOutcome.skipped("no table was rebuilt");
    }
    made.forEach(rebuild -> history.add(context.run(), rebuild, context.clock().instant()));
    history.forgetOld(context.run(), context.clock().instant());
    return StepOutcome.done(Evidence.of("rebuilt", made.size()));
  }

  /** One that was seen after a crash alone tells nothing of how long it took. */
  private static Optional<PastRebuild> past(ReclaimEstimate estimate, RebuildTable.Sizes sizes) {
    return sizes
        .tookMillis()
        .map(
            took ->
                new PastRebuild(
                    estimate.table(),
                    sizes.before(),
                    estimate.modelledBytes(),
                    estimate.predictedBytes(),
                    sizes.after(),
                    estimate.expectedMillis(),
                    took));
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of("would keep how far the estimates were off, for later ones");
  }
}
