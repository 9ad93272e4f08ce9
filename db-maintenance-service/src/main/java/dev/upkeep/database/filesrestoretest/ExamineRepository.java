package dev.upkeep.database.filesrestoretest;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.restic.Ended;
import dev.upkeep.database.restic.FileSet;
import dev.upkeep.database.restic.FileSets;
import dev.upkeep.database.restic.RepositoryCheck;
import dev.upkeep.database.restic.Snapshot;
import dev.upkeep.events.Evidence;
import java.time.Duration;
import java.util.List;

/** Checks the repository, and reads what the snapshot lists. */
final class ExamineRepository implements LookingStep {

  private static final String REMEMBERED = "listed";

  /** What a copy would be; what is wrong, if it cannot be listed. */
  record Listed(long files, long bytes, List<String> damages) {
    Listed {
      damages = List.copyOf(damages);
    }
  }

  private final FileSets files;

  ExamineRepository(FileSets files) {
    this.files = files;
  }

  static Listed in(StepContext context) {
    return context.recall(REMEMBERED, Listed.class).orElse(new Listed(0, 0, List.of()));
  }

  @Override
  public String name() {
    return "examine-repository";
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
    return files.work(context, set -> examine(context, set));
  }

  private static StepOutcome examine(StepContext context, FileSet set) throws Exception {
    List<String> damages = RepositoryCheck.of(context, set.repository());
    Snapshot snapshot = ChooseSnapshot.in(context, set).orElseThrow();
    long[] counted = new long[2];
    Ended ended =
        set.repository()
            .list(
                context,
                snapshot,
                node -> {
                  counted[0] += node.isFile() ? 1 : 0;
                  counted[1] += node.bytes();
                });
    context.remember(
        REMEMBERED,
        new Listed(
            counted[0],
            counted[1],
            ended.isGood()
                ? List.of()
                : List.of("the list of its files cannot be read: " + ended.words())));
    return StepOutcome.done(
        Evidence.of("damages", damages)
            .with("files-found", counted[0])
            .with("files-bytes", counted[1]));
  }
}
