package dev.upkeep.system;

import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.yaml.YamlMapping;
import dev.upkeep.system.yaml.YamlValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes the place of backups of {@code folder} or {@code bucket}, whichever is there. */
final class BackupPlaceReader {

  private static final String FOLDER_REMEDY = "Write an absolute path: 'folder: /var/backups/db'";
  private static final String PLACE_REMEDY = FOLDER_REMEDY + ", or name a 'bucket'";

  /** General purpose buckets of Amazon's; others take no more. */
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  private static final Pattern REGION = Pattern.compile("[A-Za-z0-9-]{1,64}");

  /** Characters that need no escape in keys; no part may be empty, and none may be dots. */
  private static final Pattern PREFIX =
      Pattern.compile("(?!\\.)[A-Za-z0-9!_.'()-]+(/(?!\\.)[A-Za-z0-9!_.'()-]+)*");

  private BackupPlaceReader() {}

  static Optional<BackupPlace> read(YamlMapping backup) {
    Optional<YamlValue> bucket = backup.get("bucket");
    if (bucket.isEmpty()) {
      return backup
          .require("folder", PLACE_REMEDY)
          .flatMap(value -> value.parsed(BackupPlaceReader::absolute, FOLDER_REMEDY))
          .map(BackupPlace.Folder::new);
    }
    if (backup.has("folder")) {
      bucket.get().refuse("cannot stand beside 'folder'", "Keep one of the two");
    }
    return bucket.get().mapping().flatMap(BackupPlaceReader::bucket);
  }

  static Optional<Path> absolute(String text) {
    try {
      return Optional.of(Path.of(text)).filter(Path::isAbsolute).map(Path::normalize);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The bucket of a mapping. */
  static Optional<BackupPlace> bucket(YamlMapping mapping) {
    mapping.only(SystemFileKeys.BUCKET);
    Optional<String> name =
        mapping
            .require("name", "Name the bucket")
            .flatMap(
                value ->
                    matching(
                        value,
                        BUCKET,
                        "Write its bare name, 3 to 63 small letters, digits, dots and hyphens"));
    Optional<URI> endpoint = mapping.get("endpoint").flatMap(BackupPlaceReader::endpoint);
    String region =
        mapping
            .get("region")
            .flatMap(value -> matching(value, REGION, "Write it as the server calls it"))
            .orElse(BackupPlace.Bucket.USUAL_REGION);
    // Servers of one's own seldom have a name for each bucket.
    boolean pathStyle =
        mapping.get("path-style").flatMap(YamlValue::truth).orElse(mapping.has("endpoint"));
    String prefix =
        mapping
            .get("prefix")
            .flatMap(
                value ->
                    matching(value, PREFIX, "Write what keys begin with: 'prefix: upkeep/dms'"))
            .orElse("");
    Optional<SecretReference> access =
        mapping.require("access-key", SecretReference.REMEDY).flatMap(ComponentReader::secret);
    Optional<SecretReference> secret =
        mapping.require("secret-key", SecretReference.REMEDY).flatMap(ComponentReader::secret);
    if (name.isEmpty() || access.isEmpty() || secret.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new BackupPlace.Bucket(
            name.get(), endpoint, region, pathStyle, prefix, access.get(), secret.get()));
  }

  private static Optional<String> matching(YamlValue value, Pattern pattern, String remedy) {
    return value.parsed(
        text -> Optional.of(text).filter(t -> pattern.matcher(t).matches()), remedy);
  }

  /** What stands there is never repeated: it may hold keys. */
  private static Optional<URI> endpoint(YamlValue value) {
    Optional<URI> endpoint = value.textInSilence().flatMap(BackupPlaceReader::bareAddress);
    if (endpoint.isEmpty()) {
      value.refuse(
          "is no address of a server without user, path and query",
          "Write 'endpoint: https://s3.example.org'; the bucket and the keys are keys of their"
              + " own");
    }
    return endpoint;
  }

  private static Optional<URI> bareAddress(String text) {
    try {
      URI uri = new URI(text);
      boolean bare =
          (uri.getPath().isEmpty() || uri.getPath().equals("/"))
              && uri.getUserInfo() == null
              && uri.getQuery() == null
              && uri.getFragment() == null;
      boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      return Optional.of(uri).filter(u -> http && bare && u.getHost() != null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
