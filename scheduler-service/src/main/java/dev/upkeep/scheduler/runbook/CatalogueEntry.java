package dev.upkeep.scheduler.runbook;

import dev.upkeep.events.TaskDescription;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.EventJson;
import java.util.Optional;
import java.util.Set;

/**
 * What the scheduler knows of one kind of task.
 *
 * @param kind its name: {@code database.optimize}
 * @param service the service that does it
 * @param topic where that service hears of due work
 * @param parametersSchema JSON Schema (2020-12) of its parameters, as JSON text
 * @param componentKinds the kinds of component it works on
 * @param writes whether it changes the component; two that only read may work at once
 */
public record CatalogueEntry(
    String kind,
    String service,
    String topic,
    String parametersSchema,
    Set<String> componentKinds,
    boolean writes) {

  public CatalogueEntry {
    componentKinds = Set.copyOf(componentKinds);
  }

  /** What follows from a task's description; empty if there is no topic for its service. */
  public static Optional<CatalogueEntry> of(TaskDescription task) {
    return Topic.dueFor(task.service())
        .map(
            topic ->
                new CatalogueEntry(
                    task.kind(),
                    task.service(),
                    topic.topicName(),
                    EventJson.mapper().writeValueAsString(task.parameters()),
                    Set.copyOf(task.componentKinds()),
                    task.access() == TaskDescription.Access.WRITES));
  }
}
