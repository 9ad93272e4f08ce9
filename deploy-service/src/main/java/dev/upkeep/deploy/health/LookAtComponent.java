package dev.upkeep.deploy.health;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.system.Component;
import dev.upkeep.system.FilesComponent;
import dev.upkeep.system.MariaDbComponent;
import dev.upkeep.system.NginxComponent;
import dev.upkeep.system.RedisComponent;
import dev.upkeep.system.SystemsFolder;
import dev.upkeep.system.database.TargetProblem;
import java.util.List;

/** Looks, and reports what is wrong as findings; {@link JudgeHealth} fails the run for them. */
final class LookAtComponent implements LookingStep {

  private static final List<String> KINDS = List.of(Ailment.NO_ANSWER, Ailment.SLOW);

  private final SystemsFolder systems;
  private final RoundTrips roundTrips;

  LookAtComponent(SystemsFolder systems, RoundTrips roundTrips) {
    this.systems = systems;
    this.roundTrips = roundTrips;
  }

  @Override
  public String name() {
    return "look-at-component";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    try {
      Look look = look(context);
      KINDS.forEach(context::looksFor);
      look.ailments()
          .forEach(ailment -> context.found(ailment.sighting(context.run().component())));
      context.remember("ailments", look.ailments().toArray(Ailment[]::new));
      return StepOutcome.done(look.seen());
    } catch (TargetProblem problem) {
      return problem.asOutcome();
    }
  }

  private Look look(StepContext context) throws Exception {
    return switch (component(context)) {
      case MariaDbComponent _ -> roundTrips.ofDatabase(context);
      case RedisComponent _ -> roundTrips.ofCache(context);
      case FilesComponent files -> throw nothingToLookAt(files);
      case NginxComponent nginx -> throw nothingToLookAt(nginx);
    };
  }

  private static TargetProblem nothingToLookAt(Component component) {
    return TargetProblem.lasting(
        "%s is of kind '%s', whose health nothing here can look at."
            .formatted(component.name(), component.kind()),
        "Name another component after 'on'");
  }

  private Component component(StepContext context) throws TargetProblem {
    return systems
        .named(context.run().system())
        .flatMap(system -> system.component(context.run().component()))
        .orElseThrow(
            () ->
                TargetProblem.lasting(
                    "%s/%s is no component of a system in force here."
                        .formatted(context.run().system(), context.run().component()),
                    "Put the system file into " + systems.folder()));
  }
}
