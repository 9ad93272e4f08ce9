package dev.upkeep.deploy.smoke;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.events.Evidence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums up, and fails the run for what failed.
 *
 * @param names of the smoke tests that were to be tried
 */
record JudgeSmokeTests(Steps.Items names) implements LookingStep {

  @Override
  public String name() {
    return "judge-smoke-tests";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Map<String, Object> rows = new LinkedHashMap<>();
    List<String> failures = new ArrayList<>();
    for (String test : names.in(context)) {
      context
          .evidenceOf(TryOne.NAME + "/" + test)
          .ifPresent(evidence -> rows.put(test, evidence.values()));
      context
          .recall(TryOne.remembered(test), String.class)
          .ifPresent(why -> failures.add("%s: %s.".formatted(test, why)));
    }
    if (failures.isEmpty()) {
      return StepOutcome.done(Evidence.of("smoke-tests", rows));
    }
    return StepOutcome.failed(
        "%d of %d smoke tests failed. %s"
            .formatted(failures.size(), rows.size(), String.join(" ", failures)),
        "Find out since when they fail: what was changed last?");
  }
}
