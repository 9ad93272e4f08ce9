package dev.upkeep.database.filesrestoretest;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.restic.Ended;
import dev.upkeep.database.restic.FileSet;
import dev.upkeep.database.restic.FileSets;
import dev.upkeep.database.restic.Snapshot;
import dev.upkeep.database.sandbox.Sandboxes;
import dev.upkeep.events.Evidence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Has restic restore the snapshot into a folder of its own and read it back against the checksums
 * of the backup, compares the copy with the list and with the files themselves, and removes it. A
 * repeat begins with another folder.
 */
final class RestoreIntoFolder implements RepeatableStep {

  private static final String REMEMBERED = "restored";
  private static final int MOST_NAMED = 20;

  /** How it went; times in seconds. */
  record Restored(double recoverySeconds, List<String> differences) {
    Restored {
      differences = List.copyOf(differences);
    }
  }

  private final FileSets files;
  private final Sandboxes sandboxes;

  RestoreIntoFolder(FileSets files, Sandboxes sandboxes) {
    this.files = files;
    this.sandboxes = sandboxes;
  }

  /** How it went; nothing where it was not tried. */
  static Optional<Restored> in(StepContext context) {
    return context.recall(REMEMBERED, Restored.class);
  }

  @Override
  public String name() {
    return "restore-into-sandbox";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(24);
  }

  /** restic says nothing until all is restored. */
  @Override
  public Duration silenceLimit() {
    return Duration.ofHours(12);
  }

  @Override
  public Plan plan(StepContext context) {
    ExamineRepository.Listed listed = ExamineRepository.in(context);
    return new Plan(
        "would restore %,d files into a folder of its own in %s and compare them"
            .formatted(listed.files(), sandboxes.place()),
        Evidence.of("files-found", listed.files()).with("files-bytes", listed.bytes()));
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    if (!ExamineRepository.in(context).damages().isEmpty()) {
      return StepOutcome.skipped("its files cannot even be listed");
    }
    return files.work(context, set -> restore(context, set));
  }

  private StepOutcome restore(StepContext context, FileSet set) throws Exception {
    Snapshot snapshot = ChooseSnapshot.in(context, set).orElseThrow();
    try (Sandboxes.Room room = sandboxes.room(context.run().taskRunId() + "-" + context.fence())) {
      Path copy = Files.createDirectory(room.folder().resolve("copy"));
      long began = System.nanoTime();
      Ended ended = set.repository().restore(context, snapshot, copy);
      double seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
      context.safePoint("restored");
      var rehearsal =
          new FilesComparison(
              copy,
              set.component().paths(),
              ended.troubles(),
              new Sample(
                  context.run().taskRunId(),
                  ExamineRepository.in(context).bytes(),
                  context.parameters(FilesRestoreTestParameters.class).mostBytes()));
      Ended listed =
          set.repository()
              .list(
                  context,
                  snapshot,
                  node -> {
                    rehearsal.compare(node);
                    context.progress(
                        (double) Math.min(rehearsal.files(), ExamineRepository.in(context).files())
                            / Math.max(1, ExamineRepository.in(context).files()),
                        "%,d files compared".formatted(rehearsal.files()));
                  });
      List<String> differences = new ArrayList<>(rehearsal.differences());
      if (!listed.isGood()) {
        differences.add("the list of its files cannot be read: " + listed.words());
      }
      if (!ended.isGood() && differences.isEmpty()) {
        differences.add(ended.words());
      }
      List<String> named = differences.subList(0, Math.min(MOST_NAMED, differences.size()));
      context.remember(REMEMBERED, new Restored(seconds, named));
      return StepOutcome.done(
          Evidence.of("files-compared", rehearsal.files())
              .with("files-bytes", rehearsal.bytes())
              .with("compared-with-source", rehearsal.withSource())
              .with("compared-with-source-bytes", rehearsal.bytesWithSource())
              .with("recovery-seconds", seconds)
              .with("differing-files", differences.size())
              .with("differences", named));
    }
  }
}
