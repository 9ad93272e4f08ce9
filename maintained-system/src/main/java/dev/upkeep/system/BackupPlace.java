package dev.upkeep.system;

import dev.upkeep.system.secret.SecretReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where the backups of a system's components are kept; each component has a part of it. */
public sealed interface BackupPlace {

  /**
   * A folder that is there, on a disk of its own.
   *
   * @param path absolute
   */
  record Folder(Path path) implements BackupPlace {
    public Folder {
      if (!path.isAbsolute()) {
        throw new IllegalArgumentException("the backup folder is not absolute: " + path);
      }
    }
  }

  /**
   * A bucket of a server that speaks Amazon's S3 protocol.
   *
   * @param name of the bucket; it must be there
   * @param endpoint the server's address; Amazon's of the region if it is not given
   * @param region as the server calls it
   * @param pathStyle whether the bucket stands in the path of addresses and not in the host's name
   * @param prefix what keys begin with, without a slash at either end; may be empty
   * @param accessKey where the access key's id is kept
   * @param secretKey where the secret access key is kept
   */
  record Bucket(
      String name,
      Optional<URI> endpoint,
      String region,
      boolean pathStyle,
      String prefix,
      SecretReference accessKey,
      SecretReference secretKey)
      implements BackupPlace {

    /** What servers other than Amazon's usually take for their own. */
    public static final String USUAL_REGION = "us-east-1";
  }
}
