package dev.upkeep.scheduler.runbook;

import java.util.List;
import java.util.Optional;

/**
 * What operators want done: when, and which tasks in which order.
 *
 * @param name unique among all runbooks
 * @param title how people call it
 * @param system the system it works on
 * @param owner who answers for it
 * @param schedules when it is due; none means that people trigger it
 * @param tasks in the order of the file, which need not be the order of {@code needs}
 * @param hash stands for all of the above: SHA-256, hexadecimal, of the file's canonical content
 */
public record Runbook(
    String name,
    String title,
    String system,
    Optional<String> owner,
    List<RunbookSchedule> schedules,
    List<RunbookTask> tasks,
    String hash) {

  public Runbook {
    schedules = List.copyOf(schedules);
    tasks = List.copyOf(tasks);
  }

  public Optional<RunbookTask> task(String name) {
    return tasks.stream().filter(task -> task.name().equals(name)).findFirst();
  }
}
