package dev.upkeep.deploy.state;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.SystemsFolder;
import java.util.Optional;

/** Looks at every component. */
record LookAtSystem(SystemsFolder systems, SystemLook look) implements LookingStep {

  @Override
  public String name() {
    return "look-at-system";
  }

  @Override
  public StepOutcome run(StepContext context) throws StopRequested {
    Optional<MaintainedSystem> system = systems.named(context.run().system());
    if (system.isEmpty()) {
      return StepOutcome.failed(
          context.run().system() + " is not in force here.",
          "Put the system file into " + systems.folder());
    }
    SystemState state = look.of(context, system.get());
    context.remember("state", state);
    return StepOutcome.done(
        Evidence.of("facts", state.facts().size()).with("sizes", state.sizes()));
  }
}
