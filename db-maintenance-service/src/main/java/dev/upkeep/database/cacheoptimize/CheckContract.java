package dev.upkeep.database.cacheoptimize;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.keyspace.KeyNames;
import dev.upkeep.database.keyspace.KeyScan;
import dev.upkeep.database.keyspace.Look;
import dev.upkeep.database.keyspace.Pace;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.keyspace.KeyClass;
import dev.upkeep.system.redis.Answers;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.Call;
import dev.upkeep.system.redis.LatencyProbe;
import dev.upkeep.system.redis.ServerInfo;
import dev.upkeep.system.redis.TargetCaches;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether the settings of the system file may be set, by the contract and by what is on the
 * server now. Where they would evict, every key is looked at, and not a sample.
 */
final class CheckContract implements LookingStep {

  /** Remembered for {@link SetMemory}: what is to be set, and what it was before anything was. */
  record Planned(Settings before, Settings after) {}

  static final String REMEMBERED = "settings";

  private final TargetCaches caches;

  CheckContract(TargetCaches caches) {
    this.caches = caches;
  }

  @Override
  public String name() {
    return "check-contract";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(6);
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    if (!context.parameters(CacheOptimizeParameters.class).setsMemory()) {
      return StepOutcome.skipped("set-memory is false");
    }
    return caches.look(context, (session, probe) -> check(context, session, probe));
  }

  private static StepOutcome check(StepContext context, CacheSession session, LatencyProbe probe)
      throws Exception {
    CacheOptimizeParameters parameters = context.parameters(CacheOptimizeParameters.class);
    ServerInfo info = ServerInfo.of(session);
    Settings present = Settings.of(info);
    Settings after = present.changedBy(session.cache().component());
    Optional<KeyFacts> facts =
        after.evicts() && !after.equals(present)
            ? Optional.of(facts(context, session, probe, parameters))
            : Optional.empty();
    Evidence evidence =
        Evidence.of("used-bytes", info.countedBytes())
            .with("host-memory-bytes", info.number("total_system_memory"))
            .with("protected", session.cache().component().keyspace().protectedClasses());
    return switch (SettingsDecision.of(
        info, session.cache().component(), session.cache().database(), parameters.spare(), facts)) {
      case SettingsDecision.Keep(String reason) ->
          new StepOutcome.Skipped(reason, evidence.with("settings", after.asConfig()));
      case SettingsDecision.Refuse(String reason, String remedy) ->
          StepOutcome.failed(reason + " Nothing was changed.", remedy);
      case SettingsDecision.Change(Settings before, Settings wanted) -> {
        context.remember(REMEMBERED, new Planned(before, wanted));
        yield StepOutcome.done(
            evidence.with("settings", before.asConfig()).with("wanted", wanted.asConfig()));
      }
    };
  }

  private static KeyFacts facts(
      StepContext context,
      CacheSession session,
      LatencyProbe probe,
      CacheOptimizeParameters parameters)
      throws Exception {
    var scan =
        new KeyScan(
            session,
            probe,
            Pace.ofQuestions(parameters.limit()),
            session.cache().component().keyspace(),
            (key, rule) ->
                rule.filter(r -> r.keyClass() == KeyClass.CACHE).isPresent()
                    ? List.of()
                    : List.of(Call.of("PTTL").with(key)));
    long all = Answers.number(session.ask(Call.of("DBSIZE")), 0);
    long unclassified = 0;
    long unclassifiedExpiring = 0;
    long protectedExpiring = 0;
    String example = "";
    while (scan.hasMore()) {
      for (Look look : scan.next()) {
        boolean expires =
            !look.answers().isEmpty() && Answers.number(look.answers().getFirst(), -1) >= 0;
        if (look.rule().isEmpty()) {
          unclassified++;
          unclassifiedExpiring += expires ? 1 : 0;
        }
        protectedExpiring += look.isProtected() && expires ? 1 : 0;
        if (look.rule().isEmpty() || (look.isProtected() && expires)) {
          example = KeyNames.shown(look.key(), look.rule());
        }
      }
      context.safePoint("between-batches");
      context.progress(
          Math.min(1, (double) scan.seen() / Math.max(1, all)),
          "looked at %d of %d keys".formatted(scan.seen(), all));
    }
    return new KeyFacts(unclassified, unclassifiedExpiring, protectedExpiring, example);
  }
}
