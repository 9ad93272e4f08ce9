package dev.upkeep.database.cleanup;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Fixes the instant from which all ages of this run are counted, once and for all its attempts.
 * Refuses when this machine and the database server do not agree on the time: a wrong clock would
 * take everything.
 */
final class FixCutOff implements LookingStep {

  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String REMEMBERED = "counted-from";

  private final TargetDatabases databases;

  FixCutOff(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return "fix-cut-off";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return databases.look(
        context,
        session -> {
          Instant here = context.clock().instant();
          Instant there =
              session
                  .sql("SELECT UTC_TIMESTAMP(6)")
                  .query(LocalDateTime.class)
                  .single()
                  .toInstant(ZoneOffset.UTC);
          Duration apart = Duration.between(here, there);
          if (apart.abs().compareTo(TOLERANCE) > 0) {
            return StepOutcome.failed(
                "The clocks are %d s apart: here it is %s, on the database server %s. Nothing was touched."
                    .formatted(apart.abs().toSeconds(), here, there),
                "Set both clocks by the same time server, then run again");
          }
          context.remember(REMEMBERED, here.toString());
          return StepOutcome.done(
              Evidence.of("counted-from", here.toString())
                  .with("server-clock-ahead-ms", apart.toMillis()));
        });
  }

  /** The instant that ages are counted from. */
  static Instant countedFrom(StepContext context) {
    return context
        .recall(REMEMBERED, String.class)
        .map(Instant::parse)
        .orElseThrow(() -> new IllegalStateException("the step fix-cut-off was not done"));
  }
}
