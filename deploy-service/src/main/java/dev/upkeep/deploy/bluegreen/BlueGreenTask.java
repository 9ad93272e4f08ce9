package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.deploy.catalogue.Described;
import dev.upkeep.deploy.release.Releases;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.system.Colour;
import dev.upkeep.system.SystemsFolder;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.docker.ContainerDefinition;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Replaces what a service runs by another image, and loses no request. */
@Component
final class BlueGreenTask implements Task {

  private final Places places;
  private final Releases releases;

  BlueGreenTask(SystemsFolder systems, Releases releases) {
    this.places = new Places(systems);
    this.releases = releases;
  }

  @Override
  public Steps steps() {
    return TakeOver.steps(places, releases, new NamedImage());
  }

  @Override
  public Precheck precheck(StepContext context) throws Exception {
    try (Place place = places.of(context)) {
      String wanted = String.valueOf(context.parameters(RolloutParameters.class).image());
      Colour live = place.live();
      Optional<ContainerDefinition> container = place.container(live);
      Optional<String> imageId = place.engine().imageId(wanted);
      return imageId.isPresent() && container.map(c -> c.imageId()).equals(imageId)
          ? Precheck.skip("%s is live already, as %s".formatted(wanted, live.word()))
          : Precheck.go();
    } catch (TargetProblem problem) {
      return problem.asPrecheck();
    }
  }

  @Override
  public TaskDescription description() {
    return Described.as("deploy.blue-green");
  }

  @Override
  public Class<? extends Record> parameters() {
    return RolloutParameters.class;
  }
}
