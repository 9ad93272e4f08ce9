package dev.upkeep.database.restic;

import dev.upkeep.system.BackupPlace;
import dev.upkeep.system.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where a repository is, in the words of restic and of people. */
sealed interface Location {

  /** What {@code --repo} is given. */
  String repository();

  /** Further options of every call. */
  List<String> options();

  /** What restic finds in its environment, which only its account and root can read. */
  Map<String, String> environment();

  /** For people. */
  String place();

  /** What to do where there is no repository. */
  String missingRemedy();

  /** A folder of this machine. */
  record Folder(Path path) implements Location {
    @Override
    public String repository() {
      return path.toString();
    }

    @Override
    public List<String> options() {
      return List.of();
    }

    @Override
    public Map<String, String> environment() {
      return Map.of();
    }

    @Override
    public String place() {
      return path.toString();
    }

    @Override
    public String missingRemedy() {
      return "Mount the disk it is on, or make it: restic init --repo %s --password-file FILE"
          .formatted(path);
    }
  }

  /** A bucket, and the keys to it. */
  record InBucket(BackupPlace.Bucket bucket, Secret accessKey, Secret secretKey)
      implements Location {

    private static final URI AMAZON = URI.create("https://s3.amazonaws.com");

    @Override
    public String repository() {
      String server = bucket.endpoint().orElse(AMAZON).toString().replaceAll("/+$", "");
      return "s3:%s/%s%s"
          .formatted(server, bucket.name(), bucket.prefix().isEmpty() ? "" : "/" + bucket.prefix());
    }

    @Override
    public List<String> options() {
      return List.of("-o", "s3.bucket-lookup=" + (bucket.pathStyle() ? "path" : "dns"));
    }

    @Override
    public Map<String, String> environment() {
      return Map.of(
          "AWS_ACCESS_KEY_ID", accessKey.reveal().strip(),
          "AWS_SECRET_ACCESS_KEY", secretKey.reveal().strip(),
          "AWS_DEFAULT_REGION", bucket.region());
    }

    @Override
    public String place() {
      return "s3://%s%s"
          .formatted(bucket.name(), bucket.prefix().isEmpty() ? "" : "/" + bucket.prefix());
    }

    @Override
    public String missingRemedy() {
      return "Look at 'name' and 'prefix' of the bucket, or make it, with the keys in"
          + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: restic init --repo %s --password-file FILE"
              .formatted(repository());
    }
  }
}
