package dev.upkeep.embedded;

import java.nio.file.Path;

/** A second start on a folder that a living process is using. */
public final class DataFolderInUseException extends IllegalStateException {

  DataFolderInUseException(Path folder, String pid) {
    super(
        "The data folder %s is in use by process %s. Stop that process, or name another folder."
            .formatted(folder, pid.isEmpty() ? "(unknown)" : pid));
  }
}
