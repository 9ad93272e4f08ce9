package dev.upkeep.database.filesbackup;

import dev.upkeep.chassis.task.CheckableStep;
import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.Probe;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.database.restic.Ended;
import dev.upkeep.database.restic.FileSet;
import dev.upkeep.database.restic.FileSets;
import dev.upkeep.database.restic.Repository.Unread;
import dev.upkeep.database.restic.Snapshot;
import dev.upkeep.database.restic.Tags;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.amount.ByteSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Has restic write a snapshot that bears the run's id; it appears in the repository in one atomic
 * move, when it is all there. It is no backup yet: that it becomes by {@link PublishSnapshot}.
 */
final class WriteSnapshot implements CheckableStep {

  private static final String REMEMBERED = "written";
  private static final int MOST_NAMED = 20;

  private final FileSets files;

  WriteSnapshot(FileSets files) {
    this.files = files;
  }

  /** The snapshot that the run has written; none in a dry run. */
  static Optional<Snapshot> in(StepContext context) {
    return context.recall(REMEMBERED, Snapshot.class);
  }

  @Override
  public String name() {
    return "write-snapshot";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(12);
  }

  /** restic says nothing while it reads a large folder or writes its index. */
  @Override
  public Duration silenceLimit() {
    return Duration.ofHours(1);
  }

  @Override
  public Plan plan(StepContext context) throws Exception {
    ReadSource.Found found = ReadSource.in(context);
    FileSet set = files.of(context.run());
    return new Plan(
        "would read %,d files and write what is new, up to %s, to %s"
            .formatted(found.files(), ByteSize.print(found.newBytes()), set.repository().place()),
        Evidence.of("files-found", found.files()).with("new-bytes", found.newBytes()));
  }

  @Override
  public Probe probe(StepContext context) throws Exception {
    Optional<Snapshot> written = files.of(context.run()).ofRun(context);
    written.ifPresent(snapshot -> context.remember(REMEMBERED, snapshot));
    return written.isPresent()
        ? new Probe.Happened(Evidence.of("snapshot", written.get().name()))
        : new Probe.CannotHappenAnyMore("there is no snapshot of this run");
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return files.work(context, set -> write(context, set));
  }

  private static StepOutcome write(StepContext context, FileSet set) throws Exception {
    Optional<Snapshot> ofFailedAttempt = set.ofRun(context);
    if (ofFailedAttempt.isPresent()) {
      set.repository().forget(context, List.of(ofFailedAttempt.get()));
    }
    long began = System.nanoTime();
    List<Unread> unread = new ArrayList<>();
    Ended ended =
        set.repository()
            .backUp(
                context,
                set.system().name(),
                Tags.ofNew(context.run(), JoinSet.databaseBackup(context)),
                set.component().paths(),
                set.component().exclude(),
                progress ->
                    context.progress(
                        progress.fraction(), "%,d files read".formatted(progress.files())),
                unread::add);
    List<Unread> refused = unread.stream().filter(file -> !file.gone()).toList();
    if (ended.isIncomplete() && !refused.isEmpty()) {
      return StepOutcome.failed(
          "%,d files could not be read, so the backup would lack them: %s."
              .formatted(
                  refused.size(),
                  refused.stream()
                      .limit(MOST_NAMED)
                      .map(file -> "%s (%s)".formatted(file.path(), file.why()))
                      .collect(Collectors.joining(", "))),
          "Let the account of this service (%s) read them; look after the disk if it says"
                  .formatted(System.getProperty("user.name"))
              + " input/output error");
    }
    if (!ended.isGood() && !(ended.isIncomplete() && !unread.isEmpty())) {
      throw set.repository().problem("write a snapshot", ended);
    }
    Optional<Snapshot> written = set.ofRun(context);
    if (written.isEmpty()) {
      return StepOutcome.failedForNow(
          "restic ended well, and its snapshot is not in %s.".formatted(set.repository().place()),
          "Look whether somebody else removes snapshots there");
    }
    context.remember(REMEMBERED, written.get());
    return StepOutcome.done(
        Evidence.of("snapshot", written.get().name())
            .with("snapshot-at", written.get().takenAt())
            .with(
                "gone-while-reading",
                unread.stream().filter(Unread::gone).map(Unread::path).limit(MOST_NAMED).toList())
            .with("took-ms", Duration.ofNanos(System.nanoTime() - began).toMillis()));
  }
}
