package dev.upkeep.database.cacheflush;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.catalogue.Described;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.system.redis.TargetCaches;
import org.springframework.stereotype.Component;

/** Empties a cache that somebody asked to have emptied, by its name and with a person's yes. */
@Component
final class CacheFlushTask implements Task {

  private final TargetCaches caches;

  CacheFlushTask(TargetCaches caches) {
    this.caches = caches;
  }

  @Override
  public Steps steps() {
    return Steps.version(1)
        .then(new CountKeys(caches))
        .then(new AwaitApproval(caches))
        .then(new RemoveKeys(caches))
        .then(new SumUpFlush(caches));
  }

  @Override
  public Precheck precheck(StepContext context) throws Exception {
    return caches.precheck(
        context,
        session -> CacheFlushPrecheck.of(session, context.parameters(CacheFlushParameters.class)));
  }

  @Override
  public TaskDescription description() {
    return Described.as("cache.flush");
  }

  @Override
  public Class<? extends Record> parameters() {
    return CacheFlushParameters.class;
  }
}
