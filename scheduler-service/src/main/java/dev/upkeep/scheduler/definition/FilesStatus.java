package dev.upkeep.scheduler.definition;

import dev.upkeep.chassis.web.StatusPart;
import dev.upkeep.system.yaml.FileProblem;
import java.util.Map;

/**
 * What is wrong in the operators' files. The service is healthy all the same: the last good version
 * of a file stays in force.
 */
final class FilesStatus implements StatusPart {
  private final Definitions definitions;

  FilesStatus(Definitions definitions) {
    this.definitions = definitions;
  }

  @Override
  public Map<String, Object> status() {
    return Map.of(
        "fileProblems",
        definitions.inForce().problems().stream().map(FileProblem::toString).toList());
  }
}
