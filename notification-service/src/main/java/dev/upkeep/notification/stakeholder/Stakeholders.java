package dev.upkeep.notification.stakeholder;

import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.Systems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The systems and their people as the folder of system files has them now: read again when a file
 * has changed, so that a new subscription counts from the next event on.
 */
public final class Stakeholders {
  private static final Logger log = LoggerFactory.getLogger(Stakeholders.class);

  private final Path folder;
  private Systems systems = Systems.none();
  private String seen = "";

  public Stakeholders(Path folder) {
    this.folder = folder;
  }

  /** The system with its people, if there is a usable file of it. */
  public synchronized Optional<MaintainedSystem> of(String system) {
    String now = fingerprint();
    if (!now.equals(seen)) {
      systems = systems.reread(folder);
      seen = now;
      systems
          .problems()
          .forEach(problem -> log.warn("A system file is not used as it is now: {}", problem));
    }
    return systems.named(system);
  }

  /** The folder that is read, for messages about what is missing in it. */
  public Path folder() {
    return folder;
  }

  /** Names, sizes and times of change: cheap to ask before every event that people are told. */
  private String fingerprint() {
    var files = new TreeMap<String, String>();
    try (Stream<Path> inFolder = Files.list(folder)) {
      for (Path file : inFolder.filter(Files::isRegularFile).toList()) {
        files.put(
            file.getFileName().toString(),
            Files.size(file) + "@" + Files.getLastModifiedTime(file));
      }
      return files.toString();
    } catch (NoSuchFileException e) {
      return "gone";
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + folder, e);
    }
  }
}
