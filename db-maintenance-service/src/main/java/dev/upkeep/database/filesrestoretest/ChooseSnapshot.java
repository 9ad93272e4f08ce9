package dev.upkeep.database.filesrestoretest;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.restic.FileSet;
import dev.upkeep.database.restic.FileSets;
import dev.upkeep.database.restic.Snapshot;
import dev.upkeep.database.restic.Tags;
import dev.upkeep.events.Evidence;
import java.util.List;
import java.util.Optional;

/** The newest snapshot, or the one that was named; whoever takes the run over tests the same. */
final class ChooseSnapshot implements LookingStep {

  private static final String REMEMBERED = "snapshot";

  /** Which one, by its first id. */
  record Chosen(String original) {}

  private final FileSets files;

  ChooseSnapshot(FileSets files) {
    this.files = files;
  }

  /** The snapshot, as it is called now; empty when it was removed meanwhile. */
  static Optional<Snapshot> in(StepContext context, FileSet set) throws Exception {
    String original = context.recall(REMEMBERED, Chosen.class).orElseThrow().original();
    return set.backups(context).stream().filter(s -> s.original().equals(original)).findFirst();
  }

  @Override
  public String name() {
    return "choose-snapshot";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return files.work(context, set -> choose(context, set));
  }

  private static StepOutcome choose(StepContext context, FileSet set) throws Exception {
    List<Snapshot> all = set.backups(context);
    String wanted = context.parameters(FilesRestoreTestParameters.class).snapshot();
    Optional<Snapshot> chosen =
        all.reversed().stream().filter(s -> wanted == null || s.isCalled(wanted)).findFirst();
    if (chosen.isEmpty()) {
      return StepOutcome.failed(
          wanted == null
              ? "There is no backup of %s in %s.".formatted(set.label(), set.repository().place())
              : "There is no backup '%s' of %s in %s."
                  .formatted(wanted, set.label(), set.repository().place()),
          all.isEmpty()
              ? "Run files.backup first"
              : "The newest is '%s'; 'restic snapshots' has the others"
                  .formatted(all.getLast().name()));
    }
    context.remember(REMEMBERED, new Chosen(chosen.get().original()));
    Evidence evidence =
        Evidence.of("snapshot", chosen.get().name())
            .with("snapshot-at", chosen.get().takenAt())
            .with("database-backup", chosen.get().tag(Tags.DATABASE_BACKUP).orElse("none"))
            .with("backups", all.size());
    return StepOutcome.done(
        chosen.get().excludes().isEmpty()
            ? evidence
            : evidence.with("excluded-by", chosen.get().excludes()));
  }
}
