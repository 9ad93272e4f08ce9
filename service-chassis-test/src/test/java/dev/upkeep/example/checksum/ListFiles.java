package dev.upkeep.example.checksum;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the files; whatever appears later is for the next run. */
final class ListFiles implements LookingStep {
  private static final String FILES = "files";

  @Override
  public String name() {
    return "list-files";
  }

  @Override
  public StepOutcome run(StepContext context) throws IOException {
    try (Stream<Path> entries = Files.list(ChecksumTask.folder(context))) {
      List<String> files =
          entries
              .filter(Files::isRegularFile)
              .filter(file -> !file.equals(ChecksumTask.manifest(context)))
              .map(file -> file.getFileName().toString())
              .sorted()
              .toList();
      context.remember(FILES, files);
      return StepOutcome.done(Evidence.of("files", files.size()));
    }
  }

  /** What this step has found, for the steps that follow. */
  static List<String> listed(StepContext context) {
    return List.of(context.recall(FILES, String[].class).orElseThrow());
  }
}
