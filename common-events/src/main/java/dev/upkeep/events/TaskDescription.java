package dev.upkeep.events;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One kind of task, as data.
 *
 * @param kind its name, as in {@code database.optimize}
 * @param title one line for people
 * @param service which service knows it: the last part of the topic {@code upkeep.due.<service>}
 * @param parameters the JSON Schema (2020-12) of its parameters
 * @param access whether it changes the component
 * @param componentKinds the kinds of component it works on, as in {@code mariadb}
 * @param canPlan whether a dry run answers with a plan
 * @param canUndo whether it can undo what it did when a later step fails
 */
public record TaskDescription(
    String kind,
    String title,
    String service,
    Map<String, Object> parameters,
    Access access,
    List<String> componentKinds,
    boolean canPlan,
    boolean canUndo) {
  public TaskDescription {
    componentKinds = List.copyOf(componentKinds);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** Whether a task looks or changes. */
  public enum Access {
    READS,
    WRITES
  }
}
