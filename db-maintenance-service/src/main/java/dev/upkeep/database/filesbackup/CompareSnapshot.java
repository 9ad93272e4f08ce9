package dev.upkeep.database.filesbackup;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.restic.Ended;
import dev.upkeep.database.restic.FileSet;
import dev.upkeep.database.restic.FileSets;
import dev.upkeep.database.restic.Snapshot;
import dev.upkeep.events.Evidence;
import java.time.Duration;
import java.util.Optional;

/** Reads the snapshot's list and holds it against the files, before anybody relies on it. */
final class CompareSnapshot implements LookingStep {

  private final FileSets files;

  CompareSnapshot(FileSets files) {
    this.files = files;
  }

  @Override
  public String name() {
    return "compare-snapshot";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(6);
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    Optional<Snapshot> written = WriteSnapshot.in(context);
    return written.isEmpty()
        ? StepOutcome.skipped("nothing was written")
        : files.work(context, set -> compare(context, set, written.get()));
  }

  private static StepOutcome compare(StepContext context, FileSet set, Snapshot snapshot)
      throws Exception {
    var comparison =
        new Comparison(set.component().paths(), set.component().exclude(), snapshot.takenAt());
    Ended ended = set.repository().list(context, snapshot, comparison::listed);
    if (!ended.isGood()) {
      return StepOutcome.failed(
          "What was written to %s cannot be read back: %s."
              .formatted(set.repository().place(), ended.words()),
          "Look after the disk, then back up again; 'restic check' says more");
    }
    comparison.lookForMissing(() -> context.safePoint("before-folder"));
    if (comparison.wrongCount() > 0) {
      return StepOutcome.failed(
          "The snapshot %s is not what the files are, in %,d places: %s."
              .formatted(
                  snapshot.name(), comparison.wrongCount(), String.join("; ", comparison.wrong())),
          "Back up again; if it is the same, look whether the clock of this machine was set, and"
              + " whether this account may read everything");
    }
    return StepOutcome.done(
        Evidence.of("files-backed-up", comparison.files())
            .with("files-bytes", comparison.bytes())
            .with("others-backed-up", comparison.others())
            .with("changed-files", comparison.changedCount())
            .with("changed-while-reading", comparison.changed()));
  }
}
