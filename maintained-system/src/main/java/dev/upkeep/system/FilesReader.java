package dev.upkeep.system;

import dev.upkeep.system.FilesComponent.Repository;
import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.yaml.YamlMapping;
import dev.upkeep.system.yaml.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes components of files of their mappings. */
final class FilesReader {

  private static final String PATH_REMEDY = "Write an absolute path: /srv/dms/attachments";
  private static final String REPOSITORY_REMEDY =
      "Write the absolute path of a folder: 'repository: /var/backups/files', or name a 'bucket'";
  private static final String BACKUP_REMEDY =
      "Say where backups are kept: 'backup: {repository: /var/backups/files, password:"
          + " \"${file:/run/secrets/restic}\"}'";

  private FilesReader() {}

  static Optional<Component> read(String name, YamlMapping mapping) {
    mapping.only(SystemFileKeys.FILES);
    List<Path> paths =
        mapping
            .require("paths", "List what there is to keep: 'paths: [/srv/dms/attachments]'")
            .map(FilesReader::paths)
            .orElse(List.of());
    List<Exclusion> exclude =
        mapping.get("exclude").map(value -> exclude(value, paths)).orElse(List.of());
    Optional<String> belongsTo = mapping.get("belongs-to").flatMap(YamlValue::text);
    Optional<Repository> repository =
        mapping
            .require("backup", BACKUP_REMEDY)
            .flatMap(YamlValue::mapping)
            .flatMap(backup -> repository(backup, paths));
    return paths.isEmpty()
        ? Optional.empty()
        : repository.map(where -> new FilesComponent(name, paths, exclude, belongsTo, where));
  }

  /** Looks, once all are read, whether those exist that files belong to. */
  static void checkWhatTheyBelongTo(YamlMapping mapping, Map<String, Component> components) {
    components.values().stream()
        .filter(FilesComponent.class::isInstance)
        .map(FilesComponent.class::cast)
        .forEach(
            files ->
                files
                    .belongsTo()
                    .filter(database -> !(components.get(database) instanceof MariaDbComponent))
                    .flatMap(_ -> mapping.get(files.name()).flatMap(YamlValue::mapping))
                    .flatMap(m -> m.get("belongs-to"))
                    .ifPresent(
                        value ->
                            value.refuse(
                                "names no mariadb component of this system",
                                "Name the database whose backups the files make a set with, or"
                                    + " remove the key")));
  }

  private static List<Path> paths(YamlValue list) {
    List<Path> paths = new ArrayList<>();
    List<YamlValue> items = list.oneOrMore();
    if (list.isList() && items.isEmpty()) {
      list.refuse("is empty", PATH_REMEDY);
    }
    for (YamlValue item : items) {
      Optional<Path> path = item.parsed(BackupPlaceReader::absolute, PATH_REMEDY);
      if (path.isEmpty()) {
        continue;
      }
      if (path.get().getNameCount() == 0) {
        item.refuse("is the root of all files", "Name what belongs to the application alone");
      } else if (paths.contains(path.get())) {
        item.refuse("is there twice", "Keep one of them");
      } else {
        paths.add(path.get());
      }
    }
    return paths;
  }

  private static Optional<Repository> repository(YamlMapping mapping, List<Path> paths) {
    mapping.only(SystemFileKeys.REPOSITORY);
    Optional<YamlValue> bucket = mapping.get("bucket");
    if (bucket.isPresent() && mapping.has("repository")) {
      bucket.get().refuse("cannot stand beside 'repository'", "Keep one of the two");
    }
    Optional<BackupPlace> place =
        bucket.isPresent()
            ? bucket.get().mapping().flatMap(BackupPlaceReader::bucket)
            : folder(mapping, paths);
    Optional<SecretReference> password =
        mapping.require("password", SecretReference.REMEDY).flatMap(ComponentReader::secret);
    BackupPolicy.Keep keep = BackupReader.kept(mapping);
    return place.isEmpty() || password.isEmpty()
        ? Optional.empty()
        : Optional.of(new Repository(place.get(), password.get(), keep));
  }

  private static Optional<BackupPlace> folder(YamlMapping mapping, List<Path> paths) {
    Optional<YamlValue> written = mapping.require("repository", REPOSITORY_REMEDY);
    Optional<Path> folder =
        written.flatMap(value -> value.parsed(BackupPlaceReader::absolute, REPOSITORY_REMEDY));
    folder
        .filter(where -> paths.stream().anyMatch(where::startsWith))
        .ifPresent(
            _ ->
                written
                    .orElseThrow()
                    .refuse(
                        "is within what is backed up",
                        "Keep backups outside of it, on another disk"));
    return folder.map(BackupPlace.Folder::new);
  }

  private static List<Exclusion> exclude(YamlValue list, List<Path> paths) {
    List<Exclusion> exclude = new ArrayList<>();
    for (YamlValue item : list.oneOrMore()) {
      Optional<Exclusion> read = item.parsed(Exclusion::parse, Exclusion.REMEDY);
      if (read.isEmpty()) {
        continue;
      }
      Optional<Path> whole = paths.stream().filter(read.get()::leavesOut).findFirst();
      if (whole.isPresent()) {
        item.refuse(
            "would leave out all of " + whole.get(), "Name something below it, or remove the path");
      } else if (read.get().isAbsolute()
          && paths.stream().noneMatch(Path.of(read.get().toString())::startsWith)) {
        item.refuse("is not within 'paths'", "Begin with one of them");
      } else if (exclude.contains(read.get())) {
        item.refuse("is there twice", "Keep one of them");
      } else {
        exclude.add(read.get());
      }
    }
    return exclude;
  }
}
