package dev.upkeep.scheduler.trigger;

import dev.upkeep.events.trigger.TriggerRequested;
import dev.upkeep.scheduler.runbook.CatalogueEntry;
import dev.upkeep.scheduler.runbook.Configuration;
import dev.upkeep.scheduler.runbook.ParameterProblem;
import dev.upkeep.scheduler.runbook.Runbook;
import dev.upkeep.scheduler.runbook.RunbookTask;
import dev.upkeep.scheduler.runbook.TaskKinds;
import dev.upkeep.scheduler.runbook.TaskParameters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Decides whether a verified trigger fits what is in force. Pure. */
final class TriggerCheck {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Configuration inForce;
  private final TaskKinds catalogue;

  TriggerCheck(Configuration inForce, TaskKinds catalogue) {
    this.inForce = inForce;
    this.catalogue = catalogue;
  }

  /** What came of the check. */
  sealed interface Checked {

    /**
     * It may be acted on.
     *
     * @param parameters for this run, by task and name
     */
    record Good(Runbook runbook, Map<String, Map<String, Object>> parameters) implements Checked {}

    /** It is refused; the reason is for the person who sent it. */
    record Bad(String reason) implements Checked {}
  }

  Checked check(TriggerRequested trigger, Instant now) {
    Optional<String> untimely = trigger.untimelyAt(now);
    if (untimely.isPresent()) {
      return new Checked.Bad(untimely.get());
    }
    Optional<Runbook> runbook =
        inForce.runbook(trigger.runbook()).filter(r -> r.system().equals(trigger.system()));
    if (runbook.isEmpty()) {
      return new Checked.Bad(
          "there is no runbook '%s' for system '%s'; in force are: %s"
              .formatted(
                  clip(trigger.runbook()),
                  clip(trigger.system()),
                  inForce.runbooks().stream()
                      .map(known -> known.name() + " (" + known.system() + ")")
                      .collect(Collectors.joining(", "))));
    }
    return parameters(runbook.get(), trigger.parameters());
  }

  private Checked parameters(Runbook runbook, Map<String, Object> given) {
    Map<String, Map<String, Object>> byTask = new LinkedHashMap<>();
    for (Map.Entry<String, Object> parameter : given.entrySet()) {
      List<Target> targets = targets(runbook, parameter.getKey());
      if (targets.size() != 1) {
        return new Checked.Bad(
            targets.isEmpty()
                ? "no task of '%s' has a parameter '%s'; there are: %s"
                    .formatted(runbook.name(), clip(parameter.getKey()), known(runbook))
                : "more than one task has a parameter '%s'; say which: %s"
                    .formatted(
                        clip(parameter.getKey()),
                        targets.stream().map(Target::text).collect(Collectors.joining(", "))));
      }
      byTask
          .computeIfAbsent(targets.getFirst().task(), _ -> new LinkedHashMap<>())
          .put(targets.getFirst().name(), parameter.getValue());
    }
    List<ParameterProblem> problems = new ArrayList<>();
    byTask.forEach(
        (name, overridden) -> {
          RunbookTask task = runbook.task(name).orElseThrow();
          Map<String, Object> effective = new LinkedHashMap<>(task.with());
          effective.putAll(overridden);
          problems.addAll(TaskParameters.problems(entry(task), effective));
        });
    return problems.isEmpty()
        ? new Checked.Good(runbook, byTask)
        : new Checked.Bad(
            problems.stream()
                .map(problem -> problem.what() + ". " + problem.remedy())
                .collect(Collectors.joining("; ")));
  }

  /** One parameter of one task. */
  private record Target(String task, String name) {
    String text() {
      return task + "." + name;
    }
  }

  /** {@code task.name}, or {@code name} alone for every task that has it. */
  private List<Target> targets(Runbook runbook, String key) {
    int dot = key.indexOf('.');
    if (dot > 0 && runbook.task(key.substring(0, dot)).isPresent()) {
      return List.of(new Target(key.substring(0, dot), key.substring(dot + 1)));
    }
    return runbook.tasks().stream()
        .filter(task -> names(task).contains(key))
        .map(task -> new Target(task.name(), key))
        .toList();
  }

  private String known(Runbook runbook) {
    TreeSet<String> known = new TreeSet<>();
    for (RunbookTask task : runbook.tasks()) {
      names(task).forEach(name -> known.add(task.name() + "." + name));
    }
    return known.isEmpty() ? "none" : String.join(", ", known);
  }

  private List<String> names(RunbookTask task) {
    return List.copyOf(
        JSON.readTree(entry(task).parametersSchema()).path("properties").propertyNames());
  }

  private CatalogueEntry entry(RunbookTask task) {
    return catalogue
        .task(task.run())
        .orElseThrow(() -> new IllegalStateException("a task in force is known: " + task.run()));
  }

  private static String clip(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}
