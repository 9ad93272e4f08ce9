package dev.upkeep.scheduler.catalogue;

import dev.upkeep.events.TaskDescription;
import dev.upkeep.events.Topics;
import dev.upkeep.events.catalogue.TaskCatalogue;
import dev.upkeep.scheduler.runbook.CatalogueEntry;
import dev.upkeep.scheduler.runbook.TaskKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The tasks that exist. What a running service announced counts more than what was on the class
 * path when this one was built.
 */
@Component
public class Catalogue implements TaskKinds, Topics.TaskServices {

  private final KnownTasks known;
  private volatile TaskKinds tasks = TaskKinds.of(List.of());

  Catalogue(KnownTasks known) {
    this.known = known;
    refresh();
  }

  /** Reads again what was announced, also to other instances of the scheduler. */
  public final void refresh() {
    List<TaskDescription> all =
        new ArrayList<>(TaskCatalogue.shipped(Catalogue.class.getClassLoader()).tasks());
    all.addAll(known.all());
    tasks = TaskKinds.of(all);
  }

  @Override
  public Optional<CatalogueEntry> task(String kind) {
    return tasks.task(kind);
  }

  @Override
  public Set<String> kinds() {
    return tasks.kinds();
  }

  @Override
  public String serviceFor(String kind) {
    return task(kind)
        .map(CatalogueEntry::service)
        .orElseThrow(() -> new IllegalArgumentException("no service has announced " + kind));
  }
}
