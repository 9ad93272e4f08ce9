package dev.upkeep.scheduler.runbook;

import dev.upkeep.events.TaskDescription;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Which tasks exist, as runbooks and triggers are checked against them. */
public interface TaskKinds {

  Optional<CatalogueEntry> task(String kind);

  /** The names of all tasks, for suggestions. */
  Set<String> kinds();

  /**
   * The tasks of these descriptions; of two of one kind the later counts. A task whose service has
   * no topic cannot be sent to anybody: it is told in the log and left out.
   */
  static TaskKinds of(Collection<TaskDescription> tasks) {
    return DescribedTaskKinds.of(tasks);
  }
}
