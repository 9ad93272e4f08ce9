package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.deploy.catalogue.Described;
import dev.upkeep.deploy.release.Releases;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.system.SystemsFolder;
import org.springframework.stereotype.Component;

/** Goes back to an earlier release: by the flag alone while its container is still warm. */
@Component
final class RollbackTask implements Task {

  private final Places places;
  private final Releases releases;

  RollbackTask(SystemsFolder systems, Releases releases) {
    this.places = new Places(systems);
    this.releases = releases;
  }

  @Override
  public Steps steps() {
    return TakeOver.steps(places, releases, new RecordedImage(releases));
  }

  @Override
  public TaskDescription description() {
    return Described.as("deploy.rollback");
  }

  @Override
  public Class<? extends Record> parameters() {
    return RolloutParameters.class;
  }
}
