package dev.upkeep.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where server programs are unpacked, once for all starts. Nothing in it is precious: deleting it
 * costs the next start a few seconds.
 *
 * @param folder made when first needed
 */
public record ServerCache(Path folder) {

  /** Fills a new, empty folder. */
  @FunctionalInterface
  public interface Filling {
    void fill(Path folder) throws IOException;
  }

  /** The cache of the user: {@code $XDG_CACHE_HOME/upkeep}, or {@code ~/.cache/upkeep}. */
  public static ServerCache ofUser() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path base =
        xdg == null || xdg.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return new ServerCache(base.resolve("upkeep"));
  }

  /**
   * The folder of that name, filled by whoever needs it first. It appears complete or not at all:
   * two processes may fill at once, the first to finish wins, and a process killed meanwhile leaves
   * nothing that would be mistaken for the whole.
   */
  public Path once(String name, Filling filling) {
    Path ready = folder.resolve(name);
    synchronized (ServerCache.class) {
      if (Files.isDirectory(ready)) {
        return ready;
      }
      try {
        Files.createDirectories(folder);
        dropAbandoned(name);
        Path unfinished = folder.resolve(unfinished(name) + ProcessHandle.current().pid());
        Files.createDirectory(unfinished);
        filling.fill(unfinished);
        moveInto(ready, unfinished);
        return ready;
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot unpack " + name + " into " + folder, e);
      }
    }
  }

  private static void moveInto(Path ready, Path unfinished) throws IOException {
    try {
      Files.move(unfinished, ready, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(ready)) {
        throw e;
      }
      Folders.deleteIfThere(unfinished);
    }
  }

  private void dropAbandoned(String name) throws IOException {
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(folder, unfinished(name) + "*")) {
      for (Path leftover : leftovers) {
        String pid = leftover.getFileName().toString().substring(unfinished(name).length());
        boolean someoneIsFilling =
            ProcessHandle.of(Long.parseLong(pid)).isPresent()
                && Long.parseLong(pid) != ProcessHandle.current().pid();
        if (!someoneIsFilling) {
          Folders.deleteIfThere(leftover);
        }
      }
    }
  }

  private static String unfinished(String name) {
    return name + ".unfinished-";
  }
}
