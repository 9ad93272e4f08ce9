package dev.upkeep.deploy.health;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fails the run for what is wrong, so that the runbook's rule for failures applies. */
final class JudgeHealth implements LookingStep {

  @Override
  public String name() {
    return "judge-health";
  }

  @Override
  public StepOutcome run(StepContext context) {
    List<Ailment> ailments =
        Stream.of(context.recall("ailments", Ailment[].class).orElseThrow())
            .filter(Ailment::fails)
            .toList();
    if (ailments.isEmpty()) {
      return StepOutcome.done(context.evidenceOf("look-at-component").orElse(Evidence.none()));
    }
    return StepOutcome.failed(
        "%s/%s is not well. %s"
            .formatted(
                context.run().system(), context.run().component(), joined(ailments, Ailment::what)),
        joined(ailments, Ailment::remedy));
  }

  private static String joined(List<Ailment> ailments, Function<Ailment, String> part) {
    return ailments.stream()
        .map(part)
        .map(sentence -> sentence.endsWith(".") ? sentence : sentence + ".")
        .distinct()
        .collect(Collectors.joining(" "));
  }
}
