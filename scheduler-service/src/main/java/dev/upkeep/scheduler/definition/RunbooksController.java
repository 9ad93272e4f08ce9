package dev.upkeep.scheduler.definition;

import dev.upkeep.chassis.web.Needs;
import dev.upkeep.chassis.web.Role;
import dev.upkeep.scheduler.runbook.Configuration;
import dev.upkeep.scheduler.runbook.Runbook;
import dev.upkeep.scheduler.runbook.RunbookTask;
import dev.upkeep.system.yaml.FileProblem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is in force, and what is wrong with the files. */
@RestController
class RunbooksController {

  private final Definitions definitions;

  RunbooksController(Definitions definitions) {
    this.definitions = definitions;
  }

  record Answer(List<RunbookInForce> runbooks, List<FileProblem> problems) {}

  record RunbookInForce(
      String name,
      String title,
      String system,
      @Nullable String owner,
      List<String> schedules,
      List<TaskInForce> tasks,
      String hash) {}

  record TaskInForce(
      String name, String run, String on, List<String> needs, Map<String, Object> with) {}

  @Needs(Role.VIEWER)
  @GetMapping("/api/v1/runbooks")
  Answer runbooks() {
    Configuration inForce = definitions.inForce();
    return new Answer(
        inForce.runbooks().stream().map(RunbooksController::shown).toList(), inForce.problems());
  }

  private static RunbookInForce shown(Runbook runbook) {
    return new RunbookInForce(
        runbook.name(),
        runbook.title(),
        runbook.system(),
        runbook.owner().orElse(null),
        runbook.schedules().stream().map(s -> s.schedule().describe()).toList(),
        runbook.tasks().stream().map(RunbooksController::shown).toList(),
        runbook.hash());
  }

  private static TaskInForce shown(RunbookTask task) {
    return new TaskInForce(task.name(), task.run(), task.on(), task.needs(), task.with());
  }
}
