package dev.upkeep.scheduler.catalogue;

import dev.upkeep.events.TaskDescription;
import dev.upkeep.events.Topic;
import dev.upkeep.events.Topics;
import dev.upkeep.events.envelope.EventJson;
import dev.upkeep.scheduler.runbook.CatalogueEntry;
import dev.upkeep.scheduler.runbook.TaskCatalogue;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The tasks that exist. What a running service announced counts more than what was on the class
 * path when this one was built.
 */
@Component
public class Catalogue implements TaskCatalogue, Topics.TaskServices {

  private static final Logger log = LoggerFactory.getLogger(Catalogue.class);

  private final KnownTasks known;
  private volatile Map<String, CatalogueEntry> byKind = Map.of();

  Catalogue(KnownTasks known) {
    this.known = known;
    refresh();
  }

  /** Reads again what was announced, also to other instances of the scheduler. */
  public final void refresh() {
    Map<String, CatalogueEntry> entries = new TreeMap<>();
    ShippedTasks.read(getClass().getClassLoader()).forEach(task -> put(entries, task));
    known.all().forEach(task -> put(entries, task));
    byKind = Collections.unmodifiableMap(entries);
  }

  private static void put(Map<String, CatalogueEntry> entries, TaskDescription task) {
    Optional<Topic> topic = Topic.dueFor(task.service());
    if (topic.isEmpty()) {
      log.warn(
          "Task {} says that service '{}' does it, and there is no topic upkeep.due.{}; it is left"
              + " out of the catalogue",
          task.kind(),
          task.service(),
          task.service());
      return;
    }
    entries.put(
        task.kind(),
        new CatalogueEntry(
            task.kind(),
            task.service(),
            topic.get().topicName(),
            EventJson.mapper().writeValueAsString(task.parameters()),
            Set.copyOf(task.componentKinds()),
            task.access() == TaskDescription.Access.WRITES));
  }

  @Override
  public Optional<CatalogueEntry> task(String kind) {
    return Optional.ofNullable(byKind.get(kind));
  }

  @Override
  public Set<String> kinds() {
    return byKind.keySet();
  }

  @Override
  public String serviceFor(String kind) {
    return task(kind)
        .map(CatalogueEntry::service)
        .orElseThrow(() -> new IllegalArgumentException("no service has announced " + kind));
  }
}
