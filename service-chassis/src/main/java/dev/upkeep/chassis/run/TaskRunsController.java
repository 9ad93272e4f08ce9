package dev.upkeep.chassis.run;

import dev.upkeep.chassis.web.Needs;
import dev.upkeep.chassis.web.Problems;
import dev.upkeep.chassis.web.Role;
import dev.upkeep.events.TaskDescription;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What this worker knows and what it works on; runs are steered through the scheduler. */
@RestController
final class TaskRunsController {
  private final RunViews runs;
  private final Tasks tasks;

  TaskRunsController(RunViews runs, Tasks tasks) {
    this.runs = runs;
    this.tasks = tasks;
  }

  @Needs(Role.VIEWER)
  @GetMapping("/api/v1/tasks")
  Map<String, List<TaskDescription>> tasks() {
    return Map.of("tasks", tasks.descriptions());
  }

  @Needs(Role.VIEWER)
  @GetMapping("/api/v1/task-runs")
  Map<String, List<RunViews.Glance>> newest() {
    return Map.of("taskRuns", runs.newest());
  }

  @Needs(Role.VIEWER)
  @GetMapping("/api/v1/task-runs/{id}")
  RunViews.Whole one(@PathVariable("id") UUID id) {
    return runs.find(id).orElseThrow(() -> Problems.notFound("there is no task run " + id));
  }
}
