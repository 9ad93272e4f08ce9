package dev.upkeep.database.cachereview;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.keyspace.KeyScan;
import dev.upkeep.database.keyspace.Look;
import dev.upkeep.database.keyspace.Pace;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.keyspace.EvictionPolicy;
import dev.upkeep.system.redis.Answers;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.Call;
import dev.upkeep.system.redis.LatencyProbe;
import dev.upkeep.system.redis.ServerInfo;
import dev.upkeep.system.redis.TargetCaches;
import java.time.Duration;
import java.util.List;

/**
 * Looks at a sample of the keys: how large they are, how long nobody asked for them, and what they
 * are for. None of the questions counts as a use of the key.
 */
final class SampleKeys implements LookingStep {

  private final TargetCaches caches;

  SampleKeys(TargetCaches caches) {
    this.caches = caches;
  }

  @Override
  public String name() {
    return "sample-keys";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(6);
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return caches.look(context, (session, probe) -> sample(context, session, probe));
  }

  private static StepOutcome sample(StepContext context, CacheSession session, LatencyProbe probe)
      throws Exception {
    KeySample.KINDS.forEach(context::looksFor);
    CacheReviewParameters parameters = context.parameters(CacheReviewParameters.class);
    boolean countsUse =
        ServerInfo.of(session).policy().filter(EvictionPolicy::countsUse).isPresent();
    long keys = Answers.number(session.ask(Call.of("DBSIZE")), 0);
    long wanted = Math.min(keys, parameters.sampleKeys());
    var sample = new KeySample(parameters.bigKeySize(), countsUse);
    var scan =
        new KeyScan(
            session,
            probe,
            Pace.ofQuestions(parameters.limit()),
            session.cache().component().keyspace(),
            (key, rule) -> questions(key, countsUse));
    while (scan.hasMore() && scan.seen() < parameters.sampleKeys()) {
      for (Look look : scan.next()) {
        sample.add(look);
      }
      context.safePoint("between-batches");
      context.progress(
          Math.min(1, (double) scan.seen() / Math.max(1, wanted)),
          "looked at %d of %d keys".formatted(scan.seen(), wanted));
    }
    sample.findings().forEach(context::found);
    Evidence evidence =
        Evidence.of("keys-looked-at", scan.seen())
            .with("sample-percent", ReadServer.percent(Math.min(scan.seen(), keys), keys))
            .and(sample.evidence())
            .with("probe-p99", ReadServer.decimal(probe.p99().toNanos() / 1e6) + " ms")
            .with("probe-worst", ReadServer.decimal(probe.worst().toNanos() / 1e6) + " ms");
    return StepOutcome.done(evidence);
  }

  private static List<Call> questions(byte[] key, boolean countsUse) {
    return List.of(
        Call.of("MEMORY", "USAGE").with(key),
        Call.of("PTTL").with(key),
        Call.of("OBJECT", countsUse ? "FREQ" : "IDLETIME").with(key),
        Call.of("TYPE").with(key));
  }
}
