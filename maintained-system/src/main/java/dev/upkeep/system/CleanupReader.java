package dev.upkeep.system;

import dev.upkeep.system.CleanupPolicy.UploadedFiles;
import dev.upkeep.system.amount.Age;
import dev.upkeep.system.amount.Percent;
import dev.upkeep.system.yaml.Suggestions;
import dev.upkeep.system.yaml.YamlMapping;
import dev.upkeep.system.yaml.YamlValue;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Makes cleanup policies of their mappings. */
final class CleanupReader {

  private static final String ROOT_REMEDY =
      "Write the absolute folder that the paths are relative to: 'root: /srv/app/uploads'";

  private static final String WITHIN_REMEDY =
      "Write a folder in the root, as in 'within: temp', without '..'";

  private CleanupReader() {}

  static List<CleanupPolicy> policies(YamlValue list) {
    List<CleanupPolicy> policies = new ArrayList<>();
    Set<String> tables = new HashSet<>();
    for (YamlValue item : list.list()) {
      Optional<YamlMapping> mapping = item.mapping();
      Optional<CleanupPolicy> policy = mapping.flatMap(CleanupReader::policy);
      if (policy.isPresent() && !tables.add(policy.get().table().toLowerCase(Locale.ROOT))) {
        item.refuse(
            "is a second policy for the table '" + policy.get().table() + "'", "Keep one of them");
      }
      policy.ifPresent(policies::add);
    }
    return policies;
  }

  private static Optional<CleanupPolicy> policy(YamlMapping mapping) {
    mapping.only(SystemFileKeys.CLEANUP);
    Optional<String> table =
        mapping.require("table", "Name the table").flatMap(ComponentReader::identifier);
    Optional<String> column =
        mapping
            .require("age-column", "Name the column that says how old a row is")
            .flatMap(ComponentReader::identifier);
    Optional<Age> age =
        mapping
            .require("older-than", Age.REMEDY)
            .flatMap(value -> value.parsed(Age::parse, Age.REMEDY));
    Optional<CleanupPolicy.Action> action = action(mapping, table);
    Optional<String> hold = mapping.get("legal-hold").flatMap(CleanupReader::condition);
    Percent atMost =
        mapping
            .get("at-most")
            .flatMap(value -> value.parsed(Percent::parse, Percent.REMEDY))
            .orElse(CleanupPolicy.USUAL_AT_MOST);
    if (table.isEmpty() || column.isEmpty() || age.isEmpty()) {
      return Optional.empty();
    }
    return action.map(
        a -> new CleanupPolicy(table.get(), column.get(), age.get(), a, hold, atMost));
  }

  private static Optional<String> condition(YamlValue value) {
    Optional<String> text = value.text();
    Optional<String> problem = text.flatMap(SqlCondition::problem);
    problem.ifPresent(
        what ->
            value.refuse(
                what,
                "Write one SQL condition on the table's columns: 'legal-hold: \"case_id IN (SELECT id"
                    + " FROM open_cases)\"'"));
    return problem.isPresent() ? Optional.empty() : text;
  }

  private static Optional<CleanupPolicy.Action> action(
      YamlMapping mapping, Optional<String> table) {
    Optional<YamlValue> action =
        mapping.require("action", "Write 'action: archive' with 'into', or 'action: delete'");
    return action
        .flatMap(YamlValue::text)
        .flatMap(
            text ->
                switch (text) {
                  case "archive" -> archive(mapping, table);
                  case "delete" -> delete(mapping);
                  default -> {
                    action
                        .get()
                        .refuse(
                            "cannot be " + YamlValue.quoted(text),
                            Suggestions.among(text, List.of("archive", "delete")));
                    yield Optional.empty();
                  }
                });
  }

  private static Optional<CleanupPolicy.Action> archive(
      YamlMapping mapping, Optional<String> table) {
    mapping
        .get("files")
        .ifPresent(
            files ->
                files.refuse(
                    "means nothing for 'action: archive': an archived row still needs its file",
                    "Remove the key"));
    Optional<YamlValue> into = mapping.require("into", "Name the archive table");
    Optional<String> name = into.flatMap(ComponentReader::identifier);
    if (name.isPresent() && name.equals(table)) {
      into.get().refuse("is the table itself", "Name another table");
    }
    return name.map(CleanupPolicy.Action.Archive::new);
  }

  private static Optional<CleanupPolicy.Action> delete(YamlMapping mapping) {
    mapping
        .get("into")
        .ifPresent(into -> into.refuse("means nothing for 'action: delete'", "Remove the key"));
    return Optional.of(
        new CleanupPolicy.Action.Delete(
            mapping.get("files").flatMap(YamlValue::mapping).flatMap(CleanupReader::files)));
  }

  private static Optional<UploadedFiles> files(YamlMapping mapping) {
    mapping.only(SystemFileKeys.UPLOADED_FILES);
    Optional<String> column =
        mapping
            .require("column", "Name the column with the files' paths")
            .flatMap(ComponentReader::identifier);
    Optional<Path> root =
        mapping
            .require("root", ROOT_REMEDY)
            .flatMap(value -> value.parsed(CleanupReader::folder, ROOT_REMEDY));
    Path within =
        mapping
            .get("within")
            .flatMap(value -> value.parsed(CleanupReader::folderInIt, WITHIN_REMEDY))
            .orElse(Path.of(""));
    return column.isEmpty()
        ? Optional.empty()
        : root.map(folder -> new UploadedFiles(column.get(), folder, within));
  }

  /** The root of the file system is no place to remove files in. */
  private static Optional<Path> folder(String text) {
    return path(text)
        .filter(Path::isAbsolute)
        .map(Path::normalize)
        .filter(path -> path.getNameCount() > 0);
  }

  private static Optional<Path> folderInIt(String text) {
    return path(text)
        .filter(path -> !path.isAbsolute())
        .map(Path::normalize)
        .filter(path -> !path.startsWith(".."));
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
