package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.NginxComponent;
import dev.upkeep.system.NginxComponent.Service;
import dev.upkeep.system.SystemsFolder;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.docker.ContainerChanges;
import dev.upkeep.system.nginx.FrontDoor;
import dev.upkeep.system.nginx.SwitchFolder;
import java.time.Duration;

/** The door to what the system files describe; opened anew for each step. */
final class Places {

  /** Longer than anybody waits for a probe; a colour that takes so long is not fit. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private final SystemsFolder systems;

  Places(SystemsFolder systems) {
    this.systems = systems;
  }

  /** Of the run's component and its parameter {@code service}. Close it. */
  Place of(StepContext context) throws TargetProblem {
    String wanted = context.parameters(RolloutParameters.class).service();
    MaintainedSystem system =
        systems
            .named(context.run().system())
            .orElseThrow(
                () ->
                    TargetProblem.lasting(
                        "There is no system %s in force here.".formatted(context.run().system()),
                        "Put the system file into " + systems.folder()));
    if (!(system.component(context.run().component()).orElse(null)
        instanceof NginxComponent nginx)) {
      throw TargetProblem.lasting(
          "%s/%s is no nginx component.".formatted(system.name(), context.run().component()),
          "Name the front door after 'on'");
    }
    Service service = nginx.services().get(wanted);
    if (service == null) {
      throw TargetProblem.lasting(
          "%s has no service %s.".formatted(nginx.name(), wanted),
          "Write one of %s after 'service'".formatted(nginx.services().keySet()));
    }
    var door = new FrontDoor(nginx, ANSWER_LIMIT);
    return new Place(
        nginx,
        service,
        ContainerChanges.at(system.docker()),
        door,
        new SwitchFolder(nginx.switchFolder()));
  }
}
