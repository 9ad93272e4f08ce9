package dev.upkeep.database.cacheoptimize;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.ChangeRight;
import dev.upkeep.system.redis.LatencyProbe;
import dev.upkeep.system.redis.TargetCaches;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Brings back what an earlier run removed, if that is what the run is for. */
final class BringBackKeys implements RepeatableStep {

  private final TargetCaches caches;

  BringBackKeys(TargetCaches caches) {
    this.caches = caches;
  }

  @Override
  public String name() {
    return "bring-back-keys";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(6);
  }

  private static Optional<UUID> wanted(StepContext context) {
    return context.parameters(CacheOptimizeParameters.class).runToBringBack();
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of(
        wanted(context)
            .map(run -> "Would bring back the keys of run " + run)
            .orElse("Would bring nothing back"));
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Optional<UUID> run = wanted(context);
    return run.isEmpty()
        ? StepOutcome.skipped("There is nothing to bring back")
        : caches.change(
            context,
            (session, probe, right) -> bringBack(context, session, probe, right, run.get()));
  }

  static StepOutcome bringBack(
      StepContext context, CacheSession session, LatencyProbe probe, ChangeRight right, UUID run)
      throws Exception {
    Duration limit = context.parameters(CacheOptimizeParameters.class).limit();
    long[] sums = new Quarantine(context, session, probe, right, limit).bringBack(run);
    return StepOutcome.done(
        Evidence.of("brought-back-keys", sums[0])
            .with("written-anew-keys", sums[1])
            .with("gone-keys", sums[2]));
  }
}
