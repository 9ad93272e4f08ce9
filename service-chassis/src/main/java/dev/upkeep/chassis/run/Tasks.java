package dev.upkeep.chassis.run;

import dev.upkeep.chassis.task.Task;
import dev.upkeep.events.TaskDescription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tasks that this service knows. */
final class Tasks {
  private final Map<String, KnownTask> byKind = new TreeMap<>();

  Tasks(List<Task> tasks) {
    for (Task task : tasks) {
      KnownTask known = new KnownTask(task, task.description(), new Parameters(task));
      if (byKind.put(known.description().kind(), known) != null) {
        throw new IllegalStateException(
            "two tasks of this service are of the kind " + known.description().kind());
      }
      if (task.maxAttempts() < 1) {
        throw new IllegalStateException(
            "%s allows %d attempts: it needs at least 1"
                .formatted(known.description().kind(), task.maxAttempts()));
      }
    }
  }

  /** A task with what is derived from it once. */
  record KnownTask(Task task, TaskDescription description, Parameters parameters) {}

  Optional<KnownTask> of(String kind) {
    return Optional.ofNullable(byKind.get(kind));
  }

  Collection<String> kinds() {
    return byKind.keySet();
  }

  /** Each kind with what a run's {@code steps_version} may be: 0 before it was begun. */
  List<Object[]> kindsAndVersions() {
    List<Object[]> all = new ArrayList<>();
    byKind.forEach(
        (kind, known) -> {
          all.add(new Object[] {kind, 0});
          all.add(new Object[] {kind, known.task().steps().version()});
        });
    return all;
  }

  List<TaskDescription> descriptions() {
    return byKind.values().stream().map(KnownTask::description).toList();
  }
}
