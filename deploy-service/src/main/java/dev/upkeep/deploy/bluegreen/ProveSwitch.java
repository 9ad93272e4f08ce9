package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.NginxComponent.Listener;
import dev.upkeep.system.nginx.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A switch is done when every listener answers from the new colour, several times in a row. */
final class ProveSwitch implements RepeatableStep {

  private static final int IN_A_ROW = 10;

  /** Of the new colour itself: people get such answers too. */
  private static final int TOO_MANY_BAD = 3;

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Places places;

  ProveSwitch(Places places) {
    this.places = places;
  }

  @Override
  public String name() {
    return "prove-switch";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Rollout rollout = Rollout.of(context);
    long begun = System.nanoTime();
    try (Place place = places.of(context)) {
      int inARow = 0;
      int asked = 0;
      int bad = 0;
      while (inARow < IN_A_ROW) {
        Map<Listener, Answer> answers = place.door().ask(place.service().probe());
        Optional<Map.Entry<Listener, Answer>> other =
            answers.entrySet().stream()
                .filter(
                    a ->
                        !a.getValue().isGood()
                            || a.getValue().colour().stream().noneMatch(rollout.next()::equals))
                .findFirst();
        asked += answers.size();
        bad +=
            (int)
                answers.values().stream()
                    .filter(
                        a -> !a.isGood() && a.colour().stream().anyMatch(rollout.next()::equals))
                    .count();
        if (bad >= TOO_MANY_BAD) {
          return StepOutcome.failed(
              "%s is not fit to stay: %d of %d answers were bad."
                  .formatted(rollout.next().word(), bad, asked),
              "See what it says: docker logs " + place.containerName(rollout.next()));
        }
        inARow = other.isPresent() ? 0 : inARow + 1;
        if (other.isPresent() && System.nanoTime() - begun > LIMIT.toNanos()) {
          return StepOutcome.failed(
              "%s still answers %s instead of %s."
                  .formatted(
                      other.get().getKey(), other.get().getValue().words(), rollout.next().word()),
              "Look into NGINX's error log");
        }
        context.safePoint("between-answers");
      }
      return StepOutcome.done(Evidence.of("probes", asked));
    }
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of(
        "Each listener answers %d times in a row from %s"
            .formatted(IN_A_ROW, Rollout.of(context).next().word()));
  }
}
