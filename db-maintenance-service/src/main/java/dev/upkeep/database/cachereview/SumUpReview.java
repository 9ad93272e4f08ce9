package dev.upkeep.database.cachereview;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import java.util.List;

/** What people read first. */
final class SumUpReview implements LookingStep {

  private static final List<String> OF_SERVER =
      List.of(
          "server",
          "role",
          "used-bytes",
          "maxmemory",
          "policy",
          "fragmentation",
          "hit-rate-percent",
          "evicted-keys",
          "keys",
          "clients",
          "persistence");
  private static final List<String> OF_KEYS =
      List.of("keys-looked-at", "patterns", "unclassified-keys", "biggest-keys");

  @Override
  public String name() {
    return "sum-up";
  }

  @Override
  public StepOutcome run(StepContext context) {
    Evidence server = context.evidenceOf("read-server").orElse(Evidence.none());
    Evidence keys = context.evidenceOf("sample-keys").orElse(Evidence.none());
    return StepOutcome.done(chosen(chosen(Evidence.none(), server, OF_SERVER), keys, OF_KEYS));
  }

  private static Evidence chosen(Evidence into, Evidence from, List<String> names) {
    Evidence chosen = into;
    for (String name : names) {
      Object value = from.values().get(name);
      if (value != null) {
        chosen = chosen.with(name, value);
      }
    }
    return chosen;
  }
}
