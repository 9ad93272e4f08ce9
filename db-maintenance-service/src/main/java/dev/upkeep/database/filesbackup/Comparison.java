package dev.upkeep.database.filesbackup;

import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.database.restic.Node;
import dev.upkeep.system.Exclusion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds what a snapshot lists against what there is. Files change while they are read: whatever
 * changed, came or went since the snapshot was begun is no mistake; all else is.
 */
final class Comparison {

  private static final int MOST_NAMED = 20;

  /** A file system's times may lag behind the clock by a tick. */
  private static final Duration TICK = Duration.ofSeconds(1);

  private final List<Path> roots;
  private final List<Exclusion> exclude;
  private final Instant begun;
  private final PathSet listed = new PathSet();
  private final List<String> changed = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private long files;
  private long bytes;
  private long others;
  private long changedCount;
  private long wrongCount;

  /**
   * @param roots what was backed up
   * @param exclude what of it was left out
   * @param begun when reading began
   */
  Comparison(List<Path> roots, List<Exclusion> exclude, Instant begun) {
    this.roots = List.copyOf(roots);
    this.exclude = List.copyOf(exclude);
    this.begun = begun.minus(TICK);
  }

  /** A thing that the snapshot lists. */
  void listed(Node node) {
    Path path = Path.of(node.path());
    if (roots.stream().noneMatch(path::startsWith)) {
      return;
    }
    if (exclude.stream().anyMatch(pattern -> pattern.leavesOut(path))) {
      wrong("%s is there, and 'exclude' leaves it out".formatted(path));
      return;
    }
    listed.add(node.path());
    if (node.isFile()) {
      files++;
      bytes += node.bytes();
    } else {
      others++;
    }
    if (node.path().indexOf('\uFFFD') >= 0) {
      // A name that is no UTF-8 cannot be told in JSON, so it would be looked for under another.
      return;
    }
    try {
      compare(node, path);
    } catch (IOException gone) {
      changed(node.path());
    }
  }

  private void compare(Node node, Path path) throws IOException {
    BasicFileAttributes now =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    boolean same =
        node.isFile() == now.isRegularFile()
            && node.type().equals("dir") == now.isDirectory()
            && (!node.isFile()
                || (node.bytes() == now.size()
                    && node.modifiedAt().equals(now.lastModifiedTime().toInstant())));
    if (same) {
      return;
    }
    if (isSince(path)) {
      changed(node.path());
    } else {
      wrong("%s is not as it is there".formatted(node.path()));
    }
  }

  /** Looks for what the snapshot lacks; when all of it is listed. */
  void lookForMissing(SourceTreeSigns signs) throws IOException, StopRequested {
    listed.sort();
    SourceTree.walk(
        roots,
        exclude,
        new SourceTree.Visitor() {
          @Override
          public boolean folder(Path path, BasicFileAttributes attributes)
              throws IOException, StopRequested {
            signs.alive();
            return isThere(path);
          }

          @Override
          public void file(Path path, BasicFileAttributes attributes) throws IOException {
            if (!SourceTree.isSocket(path, attributes)) {
              isThere(path);
            }
          }

          @Override
          public void unreadable(Path path, IOException why) {
            wrong("%s cannot be looked at".formatted(path));
          }
        });
  }

  /** Is told now and then that the work goes on. */
  @FunctionalInterface
  interface SourceTreeSigns {
    void alive() throws StopRequested;
  }

  private boolean isThere(Path path) throws IOException {
    boolean there = listed.contains(path.toString());
    if (!there && !isSince(path)) {
      wrong("%s is missing".formatted(path));
    }
    return there;
  }

  /** Whether anything of it changed since: a name, a length, a content. */
  private boolean isSince(Path path) throws IOException {
    try {
      return !(Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS)
              instanceof FileTime at)
          || !at.toInstant().isBefore(begun);
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  private void changed(String path) {
    changedCount++;
    if (changed.size() < MOST_NAMED) {
      changed.add(path);
    }
  }

  private void wrong(String what) {
    wrongCount++;
    if (wrong.size() < MOST_NAMED) {
      wrong.add(what);
    }
  }

  long files() {
    return files;
  }

  long bytes() {
    return bytes;
  }

  /** Folders, links, pipes. */
  long others() {
    return others;
  }

  /** The first of those that changed or went since reading began. */
  List<String> changed() {
    return List.copyOf(changed);
  }

  long changedCount() {
    return changedCount;
  }

  /** The first of what should not be. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  long wrongCount() {
    return wrongCount;
  }
}
