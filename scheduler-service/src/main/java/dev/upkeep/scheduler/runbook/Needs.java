package dev.upkeep.scheduler.runbook;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Looks whether what {@code needs} asks for can be had. */
final class Needs {

  private Needs() {}

  /** The names along one circle of needs, the first repeated at the end; empty if there is none. */
  static List<String> circle(List<RunbookTask> tasks) {
    Map<String, RunbookTask> byName =
        tasks.stream()
            .collect(Collectors.toMap(RunbookTask::name, Function.identity(), (a, _) -> a));
    Set<String> free = new HashSet<>();
    for (RunbookTask task : tasks) {
      List<String> path = new ArrayList<>();
      if (reachesItself(task.name(), byName, path, free)) {
        return List.copyOf(path.subList(path.indexOf(path.getLast()), path.size()));
      }
    }
    return List.of();
  }

  private static boolean reachesItself(
      String name, Map<String, RunbookTask> byName, List<String> path, Set<String> free) {
    boolean again = path.contains(name);
    path.add(name);
    if (again) {
      return true;
    }
    RunbookTask task = byName.get(name);
    if (task != null && !free.contains(name)) {
      for (String need : task.needs()) {
        if (reachesItself(need, byName, path, free)) {
          return true;
        }
      }
    }
    free.add(name);
    path.removeLast();
    return false;
  }
}
