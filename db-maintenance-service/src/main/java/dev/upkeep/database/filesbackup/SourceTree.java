package dev.upkeep.database.filesbackup;

import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.system.Exclusion;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks over files as restic does: links are not followed, sockets do not count. */
final class SourceTree {

  private static final int TYPE = 0170000;
  private static final int SOCKET = 0140000;

  private SourceTree() {}

  /** Sees what there is. */
  interface Visitor {
    /** A folder; answers whether what is in it is to be seen. */
    boolean folder(Path path, BasicFileAttributes attributes) throws IOException, StopRequested;

    /** A file, a link or a pipe. */
    void file(Path path, BasicFileAttributes attributes) throws IOException, StopRequested;

    /** A folder or file that the system file leaves out. */
    default void leftOut(Path path) {}

    /** A folder or file that cannot be looked at; one that is gone meanwhile is not told. */
    void unreadable(Path path, IOException why);
  }

  /** Walks over all paths; what is below two of them is seen once. */
  static void walk(List<Path> paths, List<Exclusion> exclude, Visitor visitor)
      throws IOException, StopRequested {
    for (Path path : paths) {
      if (paths.stream().noneMatch(other -> !other.equals(path) && path.startsWith(other))) {
        var walk = new Walk(exclude, visitor);
        Files.walkFileTree(path, walk);
        if (walk.stopped != null) {
          throw walk.stopped;
        }
      }
    }
  }

  /** Whether it is a socket, which nobody can back up. */
  static boolean isSocket(Path path, BasicFileAttributes attributes) throws IOException {
    return attributes.isOther()
        && Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) instanceof Integer mode
        && (mode & TYPE) == SOCKET;
  }

  private static final class Walk implements FileVisitor<Path> {
    private final List<Exclusion> exclude;
    private final Visitor visitor;
    private @Nullable StopRequested stopped;

    Walk(List<Exclusion> exclude, Visitor visitor) {
      this.exclude = exclude;
      this.visitor = visitor;
    }

    private boolean isLeftOut(Path path) {
      boolean leftOut = exclude.stream().anyMatch(pattern -> pattern.leavesOut(path));
      if (leftOut) {
        visitor.leftOut(path);
      }
      return leftOut;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      if (isLeftOut(folder)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      try {
        return visitor.folder(folder, attributes)
            ? FileVisitResult.CONTINUE
            : FileVisitResult.SKIP_SUBTREE;
      } catch (StopRequested stop) {
        stopped = stop;
        return FileVisitResult.TERMINATE;
      }
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (isLeftOut(file)) {
        return FileVisitResult.CONTINUE;
      }
      try {
        visitor.file(file, attributes);
        return FileVisitResult.CONTINUE;
      } catch (StopRequested stop) {
        stopped = stop;
        return FileVisitResult.TERMINATE;
      }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException why) {
      if (!(why instanceof NoSuchFileException) && !isLeftOut(file)) {
        visitor.unreadable(file, why);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException why) {
      if (why != null) {
        visitor.unreadable(folder, why);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
