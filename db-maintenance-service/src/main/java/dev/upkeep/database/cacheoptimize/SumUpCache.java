package dev.upkeep.database.cacheoptimize;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.redis.ServerInfo;
import dev.upkeep.system.redis.TargetCaches;
import java.util.List;
import java.util.Map;

/** What people read first: what was set, what was removed, and what the server has now. */
final class SumUpCache implements LookingStep {

  private static final Map<String, List<String>> TAKEN =
      Map.of(
          "set-memory", List.of("settings-before", "kept-over-restart"),
          "release-quarantine", List.of("released-keys"),
          "quarantine-stale-keys",
              List.of(
                  "quarantined-keys",
                  "used-again-keys",
                  "can-be-brought-back-until",
                  "bring-back",
                  "probe-p99",
                  "probe-worst"),
          "bring-back-keys", List.of("brought-back-keys", "written-anew-keys", "gone-keys"));
  private static final List<String> ORDER =
      List.of("set-memory", "release-quarantine", "quarantine-stale-keys", "bring-back-keys");

  private final TargetCaches caches;

  SumUpCache(TargetCaches caches) {
    this.caches = caches;
  }

  @Override
  public String name() {
    return "sum-up";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return caches.look(
        context,
        (session, probe) -> {
          ServerInfo info = ServerInfo.of(session);
          Evidence sum =
              Evidence.of("settings", Settings.of(info).asConfig())
                  .with("used-bytes", info.countedBytes());
          for (String step : ORDER) {
            Evidence evidence = context.evidenceOf(step).orElse(Evidence.none());
            for (String name : TAKEN.getOrDefault(step, List.of())) {
              Object value = evidence.values().get(name);
              if (value != null) {
                sum = sum.with(name, value);
              }
            }
          }
          return StepOutcome.done(sum);
        });
  }
}
