package dev.upkeep.database.filesbackup;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.restic.FileSet;
import dev.upkeep.database.restic.FileSets;
import dev.upkeep.database.restic.RepositoryCheck;
import dev.upkeep.database.restic.Snapshot;
import dev.upkeep.database.restic.Tags;
import dev.upkeep.events.Evidence;
import java.util.List;

/** Makes the snapshot a backup: from now on it counts. */
final class PublishSnapshot implements RepeatableStep {

  private final FileSets files;

  PublishSnapshot(FileSets files) {
    this.files = files;
  }

  @Override
  public String name() {
    return "publish-snapshot";
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of("would compare the snapshot with the files and mark it whole");
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return files.work(context, set -> publish(context, set));
  }

  private static StepOutcome publish(StepContext context, FileSet set) throws Exception {
    List<String> damages = RepositoryCheck.in(context);
    if (!damages.isEmpty()) {
      return StepOutcome.failed(
          "The repository %s is damaged: %s."
              .formatted(set.repository().place(), String.join("; ", damages)),
          "Back up into another repository now, and look after the disk; 'upkeep findings' says"
              + " more");
    }
    Snapshot snapshot = set.ofRun(context).orElseThrow();
    set.repository().tag(context, snapshot, List.of(Tags.WHOLE), List.of());
    return StepOutcome.done(
        Evidence.of("snapshot", snapshot.name()).with("published", set.repository().place()));
  }
}
