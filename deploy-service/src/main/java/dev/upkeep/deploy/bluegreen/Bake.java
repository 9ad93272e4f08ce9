package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.nginx.AccessLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Watches the new colour while people use it and the old one still stands by. */
final class Bake implements RepeatableStep {

  private static final Duration BETWEEN_PROBES = Duration.ofMillis(200);
  private static final int PROBES_BETWEEN_LOOKS_AT_THE_LOG = 5;
  private static final int MOST_LINES = 100_000;

  private final Places places;

  Bake(Places places) {
    this.places = places;
  }

  @Override
  public String name() {
    return "bake";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Rollout rollout = Rollout.of(context);
    RolloutParameters told = context.parameters(RolloutParameters.class);
    var watch = new Watch(rollout, told.mostFailed());
    long begun = System.nanoTime();
    Instant logSeen = context.clock().instant();
    try (Place place = places.of(context)) {
      for (int round = 1; ; round++) {
        place.door().answers(place.service().probe()).forEach(watch::saw);
        boolean over = System.nanoTime() - begun >= told.bakeTime().toNanos();
        if (over || round % PROBES_BETWEEN_LOOKS_AT_THE_LOG == 0) {
          Instant now = context.clock().instant();
          watch.saw(
              AccessLog.of(
                  place.engine().logSince(place.nginx().container(), logSeen, MOST_LINES)));
          logSeen = now;
        }
        Optional<String> verdict =
            watch.verdict(place.container(rollout.next()).map(c -> c.state()));
        if (verdict.isPresent()) {
          return StepOutcome.failed(
              "%s is not fit to stay: %s.".formatted(rollout.next().word(), verdict.get()),
              "See what it says: docker logs " + place.containerName(rollout.next()));
        }
        if (over) {
          return StepOutcome.done(evidence(watch));
        }
        context.progress(
            Math.min(1, (double) Waiting.millisSince(begun) / told.bakeTime().toMillis()),
            "%d probes, %d failed".formatted(watch.probes(), watch.failedProbes()));
        Waiting.pause(context, BETWEEN_PROBES);
      }
    }
  }

  private static Evidence evidence(Watch watch) {
    Evidence probes =
        Evidence.of("probes", watch.probes()).with("probes-failed", watch.failedProbes());
    return watch.log().requests() == 0
        ? probes
        : probes
            .with("requests", watch.log().requests())
            .with("requests-failed", watch.log().failed());
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of(
        "%s is watched for %s"
            .formatted(
                Rollout.of(context).next().word(),
                context.parameters(RolloutParameters.class).bake()));
  }
}
