package dev.upkeep.cli;

import dev.upkeep.events.Topic;
import dev.upkeep.events.catalogue.TaskCatalogue;
import dev.upkeep.events.envelope.EventJson;
import dev.upkeep.scheduler.runbook.CatalogueEntry;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The tasks that this build knows, as the scheduler's files are checked against them. */
final class ShippedTasks implements dev.upkeep.scheduler.runbook.TaskCatalogue {
  private final TaskCatalogue shipped = TaskCatalogue.shipped(ShippedTasks.class.getClassLoader());

  @Override
  public Optional<CatalogueEntry> task(String kind) {
    return shipped
        .describe(kind)
        .map(
            task ->
                new CatalogueEntry(
                    task.kind(),
                    task.service(),
                    Topic.dueFor(task.service()).map(Topic::topicName).orElse(task.service()),
                    EventJson.mapper().writeValueAsString(task.parameters()),
                    Set.copyOf(task.componentKinds()),
                    task.access() == dev.upkeep.events.TaskDescription.Access.WRITES));
  }

  @Override
  public Set<String> kinds() {
    return shipped.tasks().stream()
        .map(dev.upkeep.events.TaskDescription::kind)
        .collect(Collectors.toUnmodifiableSet());
  }
}
