package dev.upkeep.example.checksum;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.events.Evidence;
import java.util.Optional;
import java.util.stream.Collectors;

/** The manifest's text, made only of what the steps before have proved. */
final class Manifest {
  private Manifest() {}

  static String of(StepContext context) {
    return ListFiles.listed(context).stream()
        .map(file -> line(file, context.evidenceOf("hash-file/" + file)))
        .flatMap(Optional::stream)
        .collect(Collectors.joining());
  }

  private static Optional<String> line(String file, Optional<Evidence> evidence) {
    return evidence
        .map(found -> found.values().get("sha256"))
        .map(sum -> "%s  %s%n".formatted(sum, file));
  }
}
