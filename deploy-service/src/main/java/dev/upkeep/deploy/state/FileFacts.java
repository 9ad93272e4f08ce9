package dev.upkeep.deploy.state;

import dev.upkeep.system.FilesComponent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Checksums of the configuration among a component's files: of those that are named themselves, and
 * of what lies in a small folder. What is larger is data, and changes by itself.
 */
final class FileFacts {

  private static final int MOST_FILES = 500;
  private static final long MOST_BYTES = 1024 * 1024;
  private static final int DEEPEST = 8;

  private FileFacts() {}

  static void put(FilesComponent component, Map<String, String> facts) {
    for (Path path : component.paths()) {
      facts.put(component.name() + path, of(path));
    }
  }

  private static String of(Path path) {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return "not there";
    }
    try (Stream<Path> within = Files.walk(path, DEEPEST)) {
      List<Path> files =
          within
              .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .limit(MOST_FILES + 1L)
              .sorted()
              .toList();
      if (files.size() > MOST_FILES) {
        return "more than %d files, which are data".formatted(MOST_FILES);
      }
      return checksum(path, files);
    } catch (IOException | UncheckedIOException e) {
      return "cannot be read: " + e.getClass().getSimpleName();
    }
  }

  private static String checksum(Path root, List<Path> files) throws IOException {
    MessageDigest digest = Checksum.begun();
    for (Path file : files) {
      if (Files.size(file) > MOST_BYTES) {
        return "a file of more than 1 MiB, which is data";
      }
      digest.update(root.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      digest.update((byte) 0);
    }
    return Checksum.of(digest);
  }
}
