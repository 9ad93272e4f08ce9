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
 * @param exclude what of it is left out
 * @param belongsTo the mariadb component whose backups they make a set with, if there is one
 * @param repository where their backups are kept
 */
public record FilesComponent(
    String name,
    List<Path> paths,
    List<Exclusion> exclude,
    Optional<String> belongsTo,
    Repository repository)
    implements Component {

  /** The kind as files write it. */
  public static final String KIND = "files";

  public FilesComponent {
    paths = List.copyOf(paths);
    exclude = List.copyOf(exclude);
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to keep of " + name);
    }
  }

  /**
   * A repository of restic.
   *
   * @param place where it is; in a bucket, what the bucket's prefix names
   * @param password where its password is kept
   * @param keep how many snapshots are kept
   */
  public record Repository(BackupPlace place, SecretReference password, BackupPolicy.Keep keep) {}

  @Override
  public String kind() {
    return KIND;
  }
}
