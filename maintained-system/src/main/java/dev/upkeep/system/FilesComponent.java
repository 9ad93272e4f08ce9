package dev.upkeep.system;

import dev.upkeep.system.secret.SecretReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Files and folders that belong to the application: attachments, settings, keys.
 *
 * @param name unique within the system
 * @param paths what there is to keep, absolute; a folder stands for everything in it
 * @param belongsTo the mariadb component whose backups they make a set with, if there is one
 * @param repository where their backups are kept
 */
public record FilesComponent(
    String name, List<Path> paths, Optional<String> belongsTo, Repository repository)
    implements Component {

  /** The kind as files write it. */
  public static final String KIND = "files";

  public FilesComponent {
    paths = List.copyOf(paths);
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to keep of " + name);
    }
  }

  /**
   * A repository of restic.
   *
   * @param folder where it is, absolute
   * @param password where its password is kept
   * @param keep how many snapshots are kept
   */
  public record Repository(Path folder, SecretReference password, BackupPolicy.Keep keep) {
    public Repository {
      if (!folder.isAbsolute()) {
        throw new IllegalArgumentException("the repository's folder is not absolute: " + folder);
      }
    }
  }

  @Override
  public String kind() {
    return KIND;
  }
}
