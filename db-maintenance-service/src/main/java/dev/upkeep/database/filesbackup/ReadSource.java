package dev.upkeep.database.filesbackup;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.database.restic.FileSet;
import dev.upkeep.database.restic.FileSets;
import dev.upkeep.database.restic.Snapshot;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.Exclusion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Walks over the files: how many there are, how much of them is new, which lie open. */
final class ReadSource implements LookingStep {

  static final String EXPOSED = "files.secret-readable";

  private static final String REMEMBERED = "source";
  private static final int MOST_NAMED = 20;

  /** What was found; bytes that changed since the last backup, all where there is none. */
  record Found(long files, long bytes, long newBytes) {}

  private final FileSets files;

  ReadSource(FileSets files) {
    this.files = files;
  }

  static Found in(StepContext context) {
    return context.recall(REMEMBERED, Found.class).orElseThrow();
  }

  @Override
  public String name() {
    return "read-source";
  }

  @Override
  public Duration limit() {
    return Duration.ofHours(6);
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return files.work(context, set -> read(context, set));
  }

  private static StepOutcome read(StepContext context, FileSet set) throws Exception {
    context.looksFor(EXPOSED);
    List<Snapshot> backups = set.backups(context);
    var seen = new Seen(context, backups.isEmpty() ? Instant.MIN : backups.getLast().takenAt());
    SourceTree.walk(set.component().paths(), set.component().exclude(), seen);
    seen.exposed.forEach(file -> report(context, file));
    if (!seen.unreadable.isEmpty()) {
      return StepOutcome.failed(
          "%,d files or folders cannot be looked at: %s."
              .formatted(seen.unreadableCount, String.join(", ", seen.unreadable)),
          "Let the account of this service (%s) read them"
              .formatted(System.getProperty("user.name")));
    }
    context.remember(REMEMBERED, new Found(seen.files, seen.bytes, seen.newBytes));
    Evidence evidence =
        Evidence.of("files-found", seen.files)
            .with("files-bytes", seen.bytes)
            .with("new-bytes", seen.newBytes)
            .with("sockets", seen.sockets);
    return StepOutcome.done(
        set.component().exclude().isEmpty() ? evidence : evidence.and(seen.leftOut(set)));
  }

  private static void report(StepContext context, Path file) {
    context.found(
        new Sighting(
            EXPOSED,
            file.toString(),
            Severity.HIGH,
            "Anybody on the machine can read %s".formatted(file),
            "Run: chmod o-rwx '%s', and change what it holds if others have accounts there"
                .formatted(file),
            Evidence.none()));
  }

  /** Counts. */
  private static final class Seen implements SourceTree.Visitor {
    private final StepContext context;
    private final Instant last;
    private final List<String> unreadable = new ArrayList<>();
    private final List<Path> exposed = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private long leftOutCount;
    private long unreadableCount;
    private long files;
    private long bytes;
    private long newBytes;
    private long sockets;

    Seen(StepContext context, Instant last) {
      this.context = context;
      this.last = last;
    }

    @Override
    public boolean folder(Path path, BasicFileAttributes attributes) throws StopRequested {
      context.safePoint("before-folder");
      return true;
    }

    @Override
    public void file(Path path, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile()) {
        files++;
        bytes += attributes.size();
        if (attributes.lastModifiedTime().toInstant().isAfter(last)) {
          newBytes += attributes.size();
        }
        if (SecretFiles.isCalledSo(path)
            && exposed.size() < MOST_NAMED
            && SecretFiles.isExposed(
                path, Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS))) {
          exposed.add(path);
        }
      } else if (SourceTree.isSocket(path, attributes)) {
        sockets++;
      }
    }

    @Override
    public void leftOut(Path path) {
      leftOutCount++;
      if (leftOut.size() < MOST_NAMED) {
        leftOut.add(path.toString());
      }
    }

    /** By which patterns what was left out; a folder counts once, whatever is in it. */
    Evidence leftOut(FileSet set) {
      return Evidence.of(
              "excluded-by", set.component().exclude().stream().map(Exclusion::toString).toList())
          .with("excluded", leftOutCount)
          .with("excluded-first", leftOut);
    }

    @Override
    public void unreadable(Path path, IOException why) {
      unreadableCount++;
      if (unreadable.size() < MOST_NAMED) {
        unreadable.add("%s (%s)".formatted(path, why.getClass().getSimpleName()));
      }
    }
  }
}
