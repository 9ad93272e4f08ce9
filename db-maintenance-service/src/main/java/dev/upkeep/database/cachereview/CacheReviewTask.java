package dev.upkeep.database.cachereview;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.catalogue.Described;
import dev.upkeep.database.keyspace.CacheRights;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.ServerInfo;
import dev.upkeep.system.redis.TargetCaches;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Looks at a cache, for a report that people read. */
@Component
final class CacheReviewTask implements Task {

  private final TargetCaches caches;

  CacheReviewTask(TargetCaches caches) {
    this.caches = caches;
  }

  @Override
  public Steps steps() {
    return Steps.version(1)
        .then(new ReadServer(caches))
        .then(new SampleKeys(caches))
        .then(new SumUpReview());
  }

  @Override
  public Precheck precheck(StepContext context) throws Exception {
    return caches.precheck(context, CacheReviewTask::suitable);
  }

  private static Precheck suitable(CacheSession session) throws TargetProblem {
    Optional<Precheck> missing = CacheRights.missing(session, "cache.review", CacheRights.LOOKING);
    if (missing.isPresent()) {
      return missing.get();
    }
    return CacheRights.unsuitable(ServerInfo.of(session)).orElse(Precheck.go());
  }

  @Override
  public TaskDescription description() {
    return Described.as("cache.review");
  }

  @Override
  public Class<? extends Record> parameters() {
    return CacheReviewParameters.class;
  }
}
