package dev.upkeep.scheduler.runbook;

import dev.upkeep.events.TaskDescription;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tasks by the descriptions that their services give of them. */
record DescribedTaskKinds(Map<String, CatalogueEntry> byKind) implements TaskKinds {

  private static final Logger log = LoggerFactory.getLogger(DescribedTaskKinds.class);

  static DescribedTaskKinds of(Collection<TaskDescription> tasks) {
    Map<String, CatalogueEntry> byKind = new TreeMap<>();
    for (TaskDescription task : tasks) {
      CatalogueEntry.of(task)
          .ifPresentOrElse(
              entry -> byKind.put(entry.kind(), entry),
              () ->
                  log.warn(
                      "Task {} says that service '{}' does it, and there is no topic"
                          + " upkeep.due.{}; it is left out of the catalogue",
                      task.kind(),
                      task.service(),
                      task.service()));
    }
    return new DescribedTaskKinds(Collections.unmodifiableMap(byKind));
  }

  @Override
  public Optional<CatalogueEntry> task(String kind) {
    return Optional.ofNullable(byKind.get(kind));
  }

  @Override
  public Set<String> kinds() {
    return byKind.keySet();
  }
}
