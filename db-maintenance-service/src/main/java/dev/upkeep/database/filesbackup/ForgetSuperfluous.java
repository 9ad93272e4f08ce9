package dev.upkeep.database.filesbackup;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.backupset.Retention;
import dev.upkeep.database.restic.FileSet;
import dev.upkeep.database.restic.FileSets;
import dev.upkeep.database.restic.Snapshot;
import dev.upkeep.events.Evidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes the snapshots that the system file no longer wants kept, and what failed attempts left.
 * Their content stays in the repository until it is pruned, which is done only when asked for.
 */
final class ForgetSuperfluous implements RepeatableStep {

  private final FileSets files;

  ForgetSuperfluous(FileSets files) {
    this.files = files;
  }

  @Override
  public String name() {
    return "forget-superfluous";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(12);
  }

  @Override
  public Duration silenceLimit() {
    return Duration.ofHours(6);
  }

  @Override
  public Plan plan(StepContext context) throws Exception {
    FileSet set = files.of(context.run());
    List<String> names =
        superfluous(set.snapshots(context), set).stream().map(Snapshot::name).toList();
    return new Plan(
        "would remove %d snapshots, or one more when the new one is there".formatted(names.size()),
        Evidence.of("superfluous", names));
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return files.work(context, set -> forget(context, set));
  }

  private static StepOutcome forget(StepContext context, FileSet set) throws Exception {
    List<Snapshot> all = set.snapshots(context);
    List<Snapshot> superfluous = superfluous(all, set);
    set.repository().forget(context, superfluous);
    Optional<Long> free = set.repository().free();
    if (context.parameters(FilesBackupParameters.class).prune()) {
      context.safePoint("before-prune");
      set.repository().prune(context);
    }
    Evidence evidence =
        Evidence.of("removed-backups", superfluous.stream().map(Snapshot::name).toList())
            .with("kept-backups", all.size() - superfluous.size());
    Optional<Long> freed = set.repository().free().flatMap(now -> free.map(was -> now - was));
    return StepOutcome.done(
        freed.map(bytes -> evidence.with("freed-bytes", Math.max(0, bytes))).orElse(evidence));
  }

  private static List<Snapshot> superfluous(List<Snapshot> all, FileSet set) {
    List<Snapshot> superfluous =
        new ArrayList<>(all.stream().filter(snapshot -> !snapshot.isWhole()).toList());
    superfluous.addAll(
        Retention.superfluous(
            all.stream().filter(Snapshot::isWhole).toList(),
            set.component().repository().keep(),
            set.zone()));
    return superfluous;
  }
}
