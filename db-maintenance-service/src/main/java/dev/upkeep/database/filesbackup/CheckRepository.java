package dev.upkeep.database.filesbackup;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.restic.FileSets;
import dev.upkeep.database.restic.RepositoryCheck;
import dev.upkeep.events.Evidence;
import java.time.Duration;

/** Looks whether the repository is whole: each part there, of its size, and found by the others. */
final class CheckRepository implements LookingStep {

  private final FileSets files;

  CheckRepository(FileSets files) {
    this.files = files;
  }

  @Override
  public String name() {
    return "check-repository";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(6);
  }

  @Override
  public Duration silenceLimit() {
    return Duration.ofHours(3);
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    if (WriteSnapshot.in(context).isEmpty()) {
      return StepOutcome.skipped("nothing was written");
    }
    return files.work(
        context,
        set ->
            StepOutcome.done(
                Evidence.of("damages", RepositoryCheck.of(context, set.repository()))));
  }
}
