package dev.upkeep.database.cleanup;

import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.CleanupPolicy.UploadedFiles;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/** The folder with a table's files. Nothing outside it is ever touched, whatever a path says. */
final class FileFolder {

  private final UploadedFiles files;

  FileFolder(UploadedFiles files) {
    this.files = files;
  }

  /** What became of a file. */
  enum Fate {
    REMOVED,
    /** It was not there, which is as good. */
    MISSING,
    /** It is not within the folder, or is no file: it stays. */
    REFUSED,
    /** The operating system did not let it be removed: it stays, and is tried again. */
    FAILED
  }

  /**
   * What keeps the rows of a policy from being deleted with their files; empty when nothing does.
   */
  static Optional<String> problemOf(CleanupPolicy policy) {
    return policy.action() instanceof CleanupPolicy.Action.Delete(var files)
        ? files.flatMap(named -> new FileFolder(named).problem())
        : Optional.empty();
  }

  /** What keeps the folder from being used; empty when nothing does. */
  Optional<String> problem() {
    Path folder = files.folder();
    if (!Files.isDirectory(folder)) {
      return Optional.of("there is no folder %s on this worker".formatted(folder));
    }
    return Files.isWritable(folder)
        ? Optional.empty()
        : Optional.of("this worker may not remove files from %s".formatted(folder));
  }

  /**
   * Removes a file.
   *
   * @param relative its path below the root
   */
  Fate remove(String relative) {
    try {
      if (problem().isPresent()) {
        // A folder that is not mounted has no files, but that says nothing of them.
        return Fate.FAILED;
      }
      Path file = files.root().resolve(relative);
      Path parent = file.toAbsolutePath().getParent();
      if (parent == null || !parent.toRealPath().startsWith(files.folder().toRealPath())) {
        return Fate.REFUSED;
      }
      if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        return Fate.REFUSED;
      }
      return Files.deleteIfExists(file) ? Fate.REMOVED : Fate.MISSING;
    } catch (InvalidPathException e) {
      return Fate.REFUSED;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Fate.MISSING;
    } catch (IOException e) {
      return Fate.FAILED;
    }
  }

  /** Is told of files. */
  @FunctionalInterface
  interface Visitor {
    void file(String relative, Instant changedAt);
  }

  /** Goes through all files of the folder; links are not followed. */
  void visit(Visitor visitor) throws IOException {
    Files.walkFileTree(
        files.folder(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            visitor.file(
                files.root().relativize(file).toString(),
                attributes.lastModifiedTime().toInstant());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              // The application has removed it meanwhile.
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }
}
