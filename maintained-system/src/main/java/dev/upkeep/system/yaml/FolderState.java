package dev.upkeep.system.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How a folder looks from outside: enough to tell whether reading it again is worth it. Asked for
 * again and again rather than watched, because network file systems tell nobody.
 *
 * @param files size and last change by name; empty if the folder cannot be read
 */
public record FolderState(Map<String, String> files) {

  /** Before the first look; an empty folder looks the same, and nothing is to be read of either. */
  public static FolderState none() {
    return new FolderState(Map.of());
  }

  /** How the folder looks now. */
  public static FolderState of(Path folder) {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> entries = Files.list(folder)) {
      entries.forEach(file -> files.put(file.toString(), look(file)));
    } catch (IOException e) {
      files.put(folder.toString(), "cannot be read");
    }
    return new FolderState(files);
  }

  private static String look(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.size() + " bytes, " + attributes.lastModifiedTime();
    } catch (IOException e) {
      return "cannot be read";
    }
  }
}
