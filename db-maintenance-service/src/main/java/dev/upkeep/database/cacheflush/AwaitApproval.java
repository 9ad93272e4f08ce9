package dev.upkeep.database.cacheflush;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.redis.TargetCache;
import dev.upkeep.system.redis.TargetCaches;

/** Waits for a person's yes before anything is removed. */
final class AwaitApproval implements RepeatableStep {

  static final String NAME = "await-approval";

  private final TargetCaches caches;

  AwaitApproval(TargetCaches caches) {
    this.caches = caches;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Plan plan(StepContext context) throws Exception {
    KeyCounts counts = CountKeys.in(context);
    return counts.all() == 0
        ? Plan.of("Would ask nobody: there is no key")
        : new Plan(
            "Would ask for approval: " + question(context), Evidence.of("keys", counts.all()));
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return CountKeys.in(context).all() == 0
        ? StepOutcome.skipped("There is no key")
        : new StepOutcome.NeedsApproval(
            question(context),
            "Can the application compute all of them again, and stand the load of it now? Answer"
                + " with 'upkeep runs resolve RUN TASK APPROVE --reason …', or REFUSE");
  }

  private String question(StepContext context) throws TargetProblem {
    TargetCache cache = caches.of(context.run());
    KeyCounts counts = CountKeys.in(context);
    return "Database %d of %s has %,d keys, by its contract all of class cache. ALL OF THEM WILL BE REMOVED, and they cannot be brought back."
        .formatted(cache.database(), cache.place(), counts.all());
  }
}
