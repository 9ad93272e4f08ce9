package dev.upkeep.system;

import dev.upkeep.system.yaml.FolderState;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The systems as a folder of system files has them now: read again when a file has changed, so that
 * a corrected file counts from the next step, and a new subscription from the next event on. Of a
 * file that became bad the last good version stays.
 */
public final class SystemsFolder {

  private static final Logger LOG = LoggerFactory.getLogger(SystemsFolder.class);

  private final Path folder;
  private Systems systems = Systems.none();
  private FolderState seen = FolderState.none();

  public SystemsFolder(Path folder) {
    this.folder = folder;
  }

  /** The system, if there is a usable file of it. */
  public synchronized Optional<MaintainedSystem> named(String system) {
    FolderState now = FolderState.of(folder);
    if (!now.equals(seen)) {
      systems = systems.reread(folder);
      seen = now;
      systems
          .problems()
          .forEach(problem -> LOG.warn("A system file is not used as it is now: {}", problem));
    }
    return systems.named(system);
  }

  /** The folder that is read, for messages about what is missing in it. */
  public Path folder() {
    return folder;
  }
}
