package dev.upkeep.example.checksum;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.events.TaskDescription.Access;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes a manifest of SHA-256 checksums beside the files of a folder. */
final class ChecksumTask implements Task {

  /** What a run is asked to do. */
  record Parameters(String folder, String manifest) {}

  @Override
  public TaskDescription description() {
    return new TaskDescription(
        "example.checksum",
        "Write a manifest of checksums for a folder",
        "database",
        Map.of(
            "type",
            "object",
            "additionalProperties",
            false,
            "required",
            List.of("folder"),
            "properties",
            Map.of(
                "folder", Map.of("type", "string"),
                "manifest", Map.of("type", "string", "default", "SHA256SUMS"))),
        Access.WRITES,
        List.of("folder"),
        true,
        true);
  }

  @Override
  public Class<Parameters> parameters() {
    return Parameters.class;
  }

  @Override
  public Steps steps() {
    return Steps.version(1)
        .then(new ListFiles())
        .forEach("hash-file", ListFiles::listed, HashFile::new)
        .then(new WriteManifest())
        .then(new VerifyManifest());
  }

  @Override
  public Precheck precheck(StepContext context) {
    Path folder = folder(context);
    return Files.isDirectory(folder)
        ? Precheck.go()
        : Precheck.fail(folder + " is not a folder", "Create it, or correct the parameter folder.");
  }

  static Path folder(StepContext context) {
    return Path.of(context.parameters(Parameters.class).folder());
  }

  static Path manifest(StepContext context) {
    return folder(context).resolve(context.parameters(Parameters.class).manifest());
  }
}
