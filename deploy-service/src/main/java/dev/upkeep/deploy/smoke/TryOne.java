package dev.upkeep.deploy.smoke;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.NamedCommand;
import dev.upkeep.system.SmokeTest;
import dev.upkeep.system.SystemsFolder;
import java.time.Duration;
import java.util.Optional;

/** Tries a smoke test; one that fails is a finding, and {@link JudgeSmokeTests} fails the run. */
record TryOne(SystemsFolder systems, Trial trial, String test) implements LookingStep {

  static final String NAME = "try";
  static final String FINDING = "smoke-test.failed";

  @Override
  public String name() {
    return NAME;
  }

  /** What was found wrong in a test, if something was, as it is remembered. */
  static String remembered(String test) {
    return "failed-" + test;
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Optional<MaintainedSystem> system = systems.named(context.run().system());
    Optional<SmokeTest> chosen =
        system.stream()
            .flatMap(s -> s.smokeTests().stream())
            .filter(known -> known.name().equals(test))
            .findFirst();
    if (chosen.isEmpty()) {
      return StepOutcome.skipped("The system file no longer has the smoke test " + test);
    }
    context.looksFor(FINDING);
    return switch (trial.of(context, system.orElseThrow(), chosen.get())) {
      case Outcome.Passed(Duration took) ->
          StepOutcome.done(Evidence.of("outcome", "passed").with("took-ms", took.toMillis()));
      case Outcome.Left(String why) -> StepOutcome.skipped(why);
      case Outcome.Failed(String why, Duration took) -> {
        context.remember(remembered(test), why);
        context.found(
            new Sighting(
                FINDING,
                test,
                Severity.HIGH,
                "The smoke test %s failed: %s".formatted(test, why),
                "Find out since when: what was changed last?",
                Evidence.of("wrong", why)));
        yield StepOutcome.done(
            Evidence.of("outcome", "failed").with("wrong", why).with("took-ms", took.toMillis()));
      }
    };
  }

  /** A command has a limit of its own. */
  @Override
  public Duration limit() {
    return NamedCommand.LONGEST_LIMIT.multipliedBy(2);
  }
}
