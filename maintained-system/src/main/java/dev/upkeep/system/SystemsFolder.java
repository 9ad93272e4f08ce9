package dev.upkeep.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The systems as a folder of system files has them now, for a worker: read again when a file has
 * changed, so that a corrected file counts from the next step on. Of a file that became bad the
 * last good version stays.
 */
public final class SystemsFolder {

  private static final Logger LOG = LoggerFactory.getLogger(SystemsFolder.class);

  private final Path folder;
  private Systems systems = Systems.none();
  private String seen = "";

  public SystemsFolder(Path folder) {
    this.folder = folder;
  }

  /** The system, if there is a usable file of it. */
  public synchronized Optional<MaintainedSystem> named(String system) {
    String now = look();
    if (!now.equals(seen)) {
      systems = systems.reread(folder);
      seen = now;
      systems
          .problems()
          .forEach(problem -> LOG.warn("A system file is not used as it is now: {}", problem));
    }
    return systems.named(system);
  }

  /**
   * Names, sizes and times of change; asked for again and again, as network file systems tell
   * nobody.
   */
  private String look() {
    if (!Files.isDirectory(folder)) {
      return "no folder";
    }
    var files = new TreeMap<String, String>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path file : entries.filter(Files::isRegularFile).toList()) {
        files.put(file.toString(), Files.size(file) + " bytes, " + Files.getLastModifiedTime(file));
      }
      return files.toString();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look into " + folder, e);
    }
  }
}
