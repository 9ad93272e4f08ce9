package dev.upkeep.scheduler.runbook;

import java.util.Optional;
import java.util.Set;

/** Which tasks exist, as the running services announced them. */
public interface TaskCatalogue {

  Optional<CatalogueEntry> task(String kind);

  /** The names of all tasks, for suggestions. */
  Set<String> kinds();
}
