package dev.upkeep.database.cacheoptimize;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.redis.TargetCaches;
import java.time.Duration;

/**
 * Frees the large keys of earlier runs whose quarantine is over, with {@code UNLINK}: left to
 * expire, a key of a million parts would hold everybody up while the server frees it.
 */
final class ReleaseQuarantine implements RepeatableStep {

  private final TargetCaches caches;

  ReleaseQuarantine(TargetCaches caches) {
    this.caches = caches;
  }

  @Override
  public String name() {
    return "release-quarantine";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(6);
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of("Would free large keys of earlier runs whose quarantine is over");
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    CacheOptimizeParameters parameters = context.parameters(CacheOptimizeParameters.class);
    if (!parameters.removes()) {
      return StepOutcome.skipped("remove-stale is false");
    }
    return caches.change(
        context,
        (session, probe, right) ->
            StepOutcome.done(
                Evidence.of(
                    "released-keys",
                    new Quarantine(context, session, probe, right, parameters.limit())
                        .release()[0])));
  }
}
