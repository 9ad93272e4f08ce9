package dev.upkeep.database.cacheoptimize;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Undoable;
import dev.upkeep.database.cacheoptimize.CheckContract.Planned;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.amount.Percent;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.keyspace.EvictionPolicy;
import dev.upkeep.system.redis.CacheSession;
import dev.upkeep.system.redis.Call;
import dev.upkeep.system.redis.ChangeRight;
import dev.upkeep.system.redis.Refused;
import dev.upkeep.system.redis.ServerInfo;
import dev.upkeep.system.redis.TargetCaches;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sets memory and policy, both or none, and writes them into the server's file if it has one. */
final class SetMemory implements RepeatableStep, Undoable {

  static final String NOT_KEPT = "cache.settings-not-kept";

  private final TargetCaches caches;

  SetMemory(TargetCaches caches) {
    this.caches = caches;
  }

  @Override
  public String name() {
    return "set-memory";
  }

  private static Optional<Planned> planned(StepContext context) {
    return context.recall(CheckContract.REMEMBERED, Planned.class);
  }

  @Override
  public Plan plan(StepContext context) {
    return planned(context)
        .map(
            planned ->
                new Plan(
                    "Would set %s; now it is %s"
                        .formatted(planned.after().asConfig(), planned.before().asConfig()),
                    Evidence.of("maxmemory-bytes", planned.after().maxmemory())
                        .with("policy", planned.after().policy())))
        .orElse(Plan.of("Would set nothing"));
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Optional<Planned> planned = planned(context);
    if (planned.isEmpty()) {
      return StepOutcome.skipped("There is nothing to set");
    }
    return caches.change(
        context, (session, probe, right) -> set(context, session, right, planned.get()));
  }

  private static StepOutcome set(
      StepContext context, CacheSession session, ChangeRight right, Planned planned)
      throws TargetProblem {
    Settings wanted = planned.after();
    ServerInfo info = ServerInfo.of(session);
    // The look before may be an hour old: whether it still fits is asked again at the last moment.
    SettingsDecision now =
        SettingsDecision.of(
            info,
            session.cache().component(),
            session.cache().database(),
            Percent.parse("0%").orElseThrow(),
            Optional.of(new KeyFacts(0, 0, 0, "")));
    if (now instanceof SettingsDecision.Refuse(String reason, String remedy)) {
      return StepOutcome.failed(reason + " Nothing was changed.", remedy);
    }
    Optional<Refused> refused = apply(right, Settings.of(info), wanted);
    Settings found = Settings.of(ServerInfo.of(session));
    if (refused.isPresent() || !found.equals(wanted)) {
      var _ = apply(right, found, planned.before());
      return StepOutcome.failed(
          "The server did not take '%s': %s. It has '%s' now."
              .formatted(
                  wanted.asConfig(),
                  refused.map(Refused::message).orElse("it says nothing about why"),
                  Settings.of(ServerInfo.of(session)).asConfig()),
          "Look at the server's log, and whether somebody else sets it");
    }
    context.looksFor(NOT_KEPT);
    Optional<String> notKept = rewrite(session, info, wanted);
    notKept.ifPresent(why -> context.found(notKept(why, wanted)));
    return StepOutcome.done(
        Evidence.of("settings", wanted.asConfig())
            .with("settings-before", planned.before().asConfig())
            .with("kept-over-restart", notKept.map(why -> "no: " + why).orElse("yes")));
  }

  /** Answers what the server refused. */
  private static Optional<Refused> apply(ChangeRight right, Settings from, Settings to)
      throws TargetProblem {
    List<Call> calls = new ArrayList<>();
    if (from.eviction().filter(EvictionPolicy::countsUse).isPresent()
        && to.eviction().filter(EvictionPolicy::countsUse).isEmpty()) {
      calls.add(IdleTimes.sinceNow());
    }
    // The policy first: the new limit must never meet the old policy.
    calls.add(Call.of("CONFIG", "SET", "maxmemory-policy", to.policy()));
    calls.add(Call.of("CONFIG", "SET", "maxmemory", String.valueOf(to.maxmemory())));
    return right.transaction(calls).stream()
        .filter(Refused.class::isInstance)
        .map(Refused.class::cast)
        .findFirst();
  }

  /** Answers why the settings will not be there after a restart. */
  private static Optional<String> rewrite(CacheSession session, ServerInfo info, Settings wanted)
      throws TargetProblem {
    if (info.text("config_file").isEmpty()) {
      return Optional.of(
          "the server runs without a file; give it the arguments %s"
              .formatted(wanted.asArguments()));
    }
    return session.answer(Call.of("CONFIG", "REWRITE")) instanceof Refused refused
        ? Optional.of("the server cannot write its file: " + refused.message())
        : Optional.empty();
  }

  private static Sighting notKept(String why, Settings wanted) {
    return new Sighting(
        NOT_KEPT,
        "server",
        Severity.WARNING,
        "The settings of the cache will be gone after a restart: " + why,
        "Write '%s' into its redis.conf, or '%s' behind redis-server in the Compose file"
            .formatted(wanted.asConfig(), wanted.asArguments()),
        Evidence.of("settings", wanted.asConfig()));
  }

  @Override
  public StepOutcome undo(StepContext context) throws Exception {
    Optional<Planned> planned = planned(context);
    if (planned.isEmpty()) {
      return StepOutcome.skipped("Nothing was set");
    }
    return caches.change(
        context, (session, probe, right) -> setBack(session, right, planned.get()));
  }

  private static StepOutcome setBack(CacheSession session, ChangeRight right, Planned planned)
      throws TargetProblem {
    ServerInfo info = ServerInfo.of(session);
    Settings found = Settings.of(info);
    Settings old = planned.before();
    if (!found.equals(planned.after()) && !found.equals(old)) {
      return StepOutcome.failed(
          "Somebody has changed the settings since, to '%s'; they were left."
              .formatted(found.asConfig()),
          "Set '%s' by hand if that is what you want".formatted(old.asConfig()));
    }
    if (old.evicts() && info.countedBytes() > old.maxmemory()) {
      return StepOutcome.failed(
          "The old settings '%s' would evict keys at once, since more memory is in use now."
              .formatted(old.asConfig()),
          "Leave the new ones, or make room first");
    }
    Optional<Refused> refused = apply(right, found, old);
    if (refused.isPresent()) {
      return StepOutcome.failed(
          "The server did not take its old settings: " + refused.get().message(),
          "Set '%s' by hand".formatted(old.asConfig()));
    }
    Optional<String> notKept = rewrite(session, info, old);
    return StepOutcome.done(
        Evidence.of("settings", old.asConfig())
            .with("kept-over-restart", notKept.map(why -> "no: " + why).orElse("yes")));
  }
}
