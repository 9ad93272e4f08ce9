package dev.upkeep.database.filesrestoretest;

import dev.upkeep.database.restic.Ended.Trouble;
import dev.upkeep.database.restic.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares a restored copy with what the snapshot lists, and a sample of it with the files that it
 * was made of where these did not change since. What restic found wrong when it read the copy back
 * counts first.
 */
final class FilesComparison {

  private final Path copy;
  private final List<Path> roots;
  private final Map<String, String> differences = new LinkedHashMap<>();
  private final Sample sample;
  private long files;
  private long bytes;
  private long withSource;
  private long bytesWithSource;

  /**
   * @param copy where it was restored, each file under its whole path
   * @param roots what was backed up
   * @param troubles what restic said of single files
   */
  FilesComparison(Path copy, List<Path> roots, List<Trouble> troubles, Sample sample) {
    this.copy = copy;
    this.roots = List.copyOf(roots);
    this.sample = sample;
    troubles.forEach(trouble -> differences.putIfAbsent(trouble.path(), trouble.why()));
  }

  /** Compares one thing that the snapshot lists. */
  void compare(Node node) {
    Path source = Path.of(node.path());
    if (roots.stream().noneMatch(source::startsWith)) {
      return;
    }
    files += node.isFile() ? 1 : 0;
    bytes += node.bytes();
    // A name that is no UTF-8 cannot be told in JSON, so it is found under another; restic has read
    // it back.
    if (differences.containsKey(node.path()) || node.path().indexOf('\uFFFD') >= 0) {
      return;
    }
    try {
      compare(node, copy.resolve(Path.of("/").relativize(source)), source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compare(Node node, Path restored, Path source) throws IOException {
    if (!Files.exists(restored, LinkOption.NOFOLLOW_LINKS)) {
      differences.put(node.path(), "it was not restored");
      return;
    }
    BasicFileAttributes is = attributes(restored);
    if (node.isFile() != is.isRegularFile()
        || node.type().equals("dir") != is.isDirectory()
        || node.type().equals("symlink") != is.isSymbolicLink()) {
      differences.put(node.path(), "it is something else than a " + node.type());
    } else if (node.isFile() && node.bytes() != is.size()) {
      differences.put(node.path(), "it has %,d bytes, not %,d".formatted(is.size(), node.bytes()));
    } else if (node.isFile() && !node.modifiedAt().equals(is.lastModifiedTime().toInstant())) {
      differences.put(node.path(), "it has lost the time of its last change");
    } else if (node.isFile() && sample.has(node.path()) && isUnchanged(node, source)) {
      compareContent(node, restored, source);
    }
  }

  private void compareContent(Node node, Path restored, Path source) throws IOException {
    long where;
    try {
      where = Files.mismatch(restored, source);
    } catch (IOException gone) {
      // Nobody promised that the application's files stay.
      return;
    }
    if (where >= 0 && isUnchanged(node, source)) {
      differences.put(
          node.path(),
          ("its byte %,d is not the one of the file it was made of, whose length and time have not"
                  + " changed")
              .formatted(where));
    }
    withSource++;
    bytesWithSource += node.bytes();
  }

  private static boolean isUnchanged(Node node, Path source) throws IOException {
    if (!Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS) || !Files.isReadable(source)) {
      return false;
    }
    BasicFileAttributes now = attributes(source);
    return now.size() == node.bytes()
        && now.lastModifiedTime().toInstant().equals(node.modifiedAt());
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Each with the path it is about. */
  List<String> differences() {
    List<String> all = new ArrayList<>();
    differences.forEach((path, why) -> all.add("%s: %s".formatted(path, why)));
    return all;
  }

  long files() {
    return files;
  }

  long bytes() {
    return bytes;
  }

  /** How many files were compared with those that they were made of. */
  long withSource() {
    return withSource;
  }

  long bytesWithSource() {
    return bytesWithSource;
  }
}
