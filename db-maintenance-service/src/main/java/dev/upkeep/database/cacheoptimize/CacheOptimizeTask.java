package dev.upkeep.database.cacheoptimize;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.catalogue.Described;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.system.redis.TargetCaches;
import org.springframework.stereotype.Component;

/** Keeps a cache within its memory without losing a key that somebody needs. */
@Component
final class CacheOptimizeTask implements Task {

  private final TargetCaches caches;

  CacheOptimizeTask(TargetCaches caches) {
    this.caches = caches;
  }

  @Override
  public Steps steps() {
    return Steps.version(1)
        .then(new CheckContract(caches))
        .then(new FindStaleKeys(caches))
        .then(new SetMemory(caches))
        .then(new ReleaseQuarantine(caches))
        .then(new QuarantineStaleKeys(caches))
        .then(new BringBackKeys(caches))
        .then(new SumUpCache(caches));
  }

  @Override
  public Precheck precheck(StepContext context) throws Exception {
    return caches.precheck(
        context,
        session ->
            CacheOptimizePrecheck.of(session, context.parameters(CacheOptimizeParameters.class)));
  }

  @Override
  public TaskDescription description() {
    return Described.as("cache.optimize");
  }

  @Override
  public Class<? extends Record> parameters() {
    return CacheOptimizeParameters.class;
  }
}
