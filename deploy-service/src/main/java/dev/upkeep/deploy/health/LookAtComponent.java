package dev.upkeep.deploy.health;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.deploy.health.Ailment.Kind;
import dev.upkeep.system.Component;
import dev.upkeep.system.ContainerComponent;
import dev.upkeep.system.FilesComponent;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.MariaDbComponent;
import dev.upkeep.system.NginxComponent;
import dev.upkeep.system.RedisComponent;
import dev.upkeep.system.SystemsFolder;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.docker.ContainerReference;
import dev.upkeep.system.docker.EngineProblem;
import java.util.Optional;

/** Looks, and reports what is wrong as findings; {@link JudgeHealth} fails the run for them. */
final class LookAtComponent implements LookingStep {

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
      for (Kind kind : Kind.values()) {
        context.looksFor(kind.finding());
      }
      look.ailments().forEach(ailment -> context.found(ailment.sighting()));
      context.remember("ailments", look.ailments().toArray(Ailment[]::new));
      return StepOutcome.done(look.seen());
    } catch (TargetProblem problem) {
      return problem.asOutcome();
    } catch (EngineProblem problem) {
      // Nobody has seen whether the component is well.
      return StepOutcome.failedForNow(problem.why() + ".", problem.remedy() + ".");
    }
  }

  private Look look(StepContext context) throws Exception {
    MaintainedSystem system =
        systems.named(context.run().system()).orElseThrow(() -> notInForce(context.run().system()));
    Component component =
        system
            .component(context.run().component())
            .orElseThrow(() -> notInForce(system.name() + "/" + context.run().component()));
    HealthCheckParameters parameters = context.parameters(HealthCheckParameters.class);
    return switch (component) {
      case MariaDbComponent _ -> roundTrips.ofDatabase(context);
      case RedisComponent _ -> roundTrips.ofCache(context);
      case ContainerComponent container ->
          ContainerLooks.at(context, system, container, parameters.watched())
              .and(
                  CertificateLooks.at(
                      container, parameters.certificateDays(), context.clock().instant()));
      case NginxComponent nginx ->
          ContainerLooks.at(context, system, asContainer(nginx), parameters.watched())
              .and(
                  CertificateLooks.at(
                      nginx, parameters.certificateDays(), context.clock().instant()));
      case FilesComponent files ->
          throw TargetProblem.lasting(
              files.name() + " is of kind 'files', whose health nothing here can look at.",
              "Name another component after 'on'");
    };
  }

  private static ContainerComponent asContainer(NginxComponent nginx) {
    return new ContainerComponent(
        nginx.name(),
        new ContainerReference(new ContainerReference.Named(nginx.container()), Optional.empty()),
        Optional.empty());
  }

  private TargetProblem notInForce(String what) {
    return TargetProblem.lasting(
        what + " is not in force here.", "Put the system file into " + systems.folder());
  }
}
