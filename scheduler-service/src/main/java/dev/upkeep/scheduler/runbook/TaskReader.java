package dev.upkeep.scheduler.runbook;

import dev.upkeep.system.Component;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.Names;
import dev.upkeep.system.amount.Durations;
import dev.upkeep.system.yaml.Suggestions;
import dev.upkeep.system.yaml.YamlMapping;
import dev.upkeep.system.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Makes the tasks of a runbook of their mappings and checks them against what exists. */
final class TaskReader {

  private final Optional<MaintainedSystem> system;
  private final TaskKinds catalogue;

  /** Without a system, which is a problem told elsewhere, components are not checked. */
  TaskReader(Optional<MaintainedSystem> system, TaskKinds catalogue) {
    this.system = system;
    this.catalogue = catalogue;
  }

  /** A task with the places its needs are named at. */
  private record Placed(RunbookTask task, YamlMapping mapping) {}

  List<RunbookTask> tasks(YamlValue list) {
    List<Placed> placed = new ArrayList<>();
    List<YamlValue> items = list.list();
    if (list.isList() && items.isEmpty()) {
      list.refuse("has no task", "List at least one");
    }
    for (YamlValue item : items) {
      Optional<Placed> task =
          item.mapping().flatMap(mapping -> task(mapping).map(t -> new Placed(t, mapping)));
      task.filter(t -> placed.stream().anyMatch(p -> p.task.name().equals(t.task.name())))
          .ifPresent(
              t -> item.refuse("is a second '" + t.task.name() + "'", "Give each task one name"));
      task.ifPresent(placed::add);
    }
    List<RunbookTask> tasks = placed.stream().map(Placed::task).toList();
    boolean complete = placed.size() == items.size();
    if (complete && needsExist(placed)) {
      refuseCircle(list, tasks);
    }
    return tasks;
  }

  private Optional<RunbookTask> task(YamlMapping mapping) {
    mapping.only(RunbookKeys.TASK);
    Optional<String> name =
        mapping
            .require("name", "Name the task; 'needs' refers to it")
            .flatMap(value -> value.parsed(Names::parse, Names.REMEDY));
    Optional<YamlValue> run = mapping.require("run", "Say which task: 'run: database.optimize'");
    Optional<String> kind = run.flatMap(YamlValue::text);
    Optional<CatalogueEntry> entry = run.flatMap(this::entry);
    Optional<YamlValue> on = mapping.require("on", "Say on which component: 'on: database'");
    Optional<String> component = on.flatMap(YamlValue::text);
    on.ifPresent(value -> checkComponent(value, entry));
    List<String> needs =
        mapping.get("needs").map(YamlValue::oneOrMore).orElse(List.of()).stream()
            .map(YamlValue::text)
            .flatMap(Optional::stream)
            .toList();
    Map<String, Object> with = with(mapping, entry);
    Limits limits =
        mapping
            .get("limits")
            .flatMap(YamlValue::mapping)
            .map(TaskReader::limits)
            .orElse(Limits.DEFAULT);
    if (name.isEmpty() || kind.isEmpty() || component.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RunbookTask(name.get(), kind.get(), component.get(), needs, with, limits));
  }

  private static Limits limits(YamlMapping mapping) {
    mapping.only(RunbookKeys.LIMITS);
    return new Limits(
        limit(mapping, "queued").orElse(Limits.DEFAULT.queued()),
        limit(mapping, "run").orElse(Limits.DEFAULT.run()));
  }

  private static Optional<Duration> limit(YamlMapping mapping, String key) {
    return mapping
        .get(key)
        .flatMap(
            value ->
                value.parsed(
                    text -> Durations.parse(text).filter(Duration::isPositive),
                    "Write how long at most, more than nothing: 30m, 6h, 2d"));
  }

  private Optional<CatalogueEntry> entry(YamlValue run) {
    Optional<String> kind = run.text();
    Optional<CatalogueEntry> entry = kind.flatMap(catalogue::task);
    if (kind.isPresent() && entry.isEmpty()) {
      run.refuse(
          "names no known task: '" + kind.get() + "'",
          catalogue.kinds().isEmpty()
              ? "Start the service that does it; no service has announced its tasks yet"
              : Suggestions.among(kind.get(), new TreeSet<>(catalogue.kinds())));
    }
    return entry;
  }

  private void checkComponent(YamlValue on, Optional<CatalogueEntry> entry) {
    Optional<String> name = on.text();
    if (name.isEmpty() || system.isEmpty()) {
      return;
    }
    Optional<Component> component = system.get().component(name.get());
    if (component.isEmpty()) {
      on.refuse(
          "names no component of " + system.get().name() + ": '" + name.get() + "'",
          Suggestions.among(name.get(), system.get().components().keySet()));
      return;
    }
    entry
        .filter(e -> !e.componentKinds().contains(component.get().kind()))
        .ifPresent(
            e ->
                on.refuse(
                    "does not fit: "
                        + e.kind()
                        + " works on "
                        + String.join(", ", new TreeSet<>(e.componentKinds()))
                        + ", and '"
                        + name.get()
                        + "' is "
                        + component.get().kind(),
                    "Name another component or another task"));
  }

  private static Map<String, Object> with(YamlMapping mapping, Optional<CatalogueEntry> entry) {
    Optional<YamlValue> with = mapping.get("with");
    Optional<YamlMapping> parameters = with.flatMap(YamlValue::mapping);
    Map<String, Object> values = parameters.map(YamlMapping::plain).orElse(Map.of());
    // Without 'with' the schema is asked too: it may require a parameter.
    if (entry.isPresent() && with.isPresent() == parameters.isPresent()) {
      for (ParameterProblem problem : TaskParameters.problems(entry.get(), values)) {
        mapping
            .problems()
            .report(
                with.map(value -> value.placeAt(problem.path())).orElse(mapping.place()),
                problem.what(),
                problem.remedy());
      }
    }
    return values;
  }

  private static boolean needsExist(List<Placed> placed) {
    List<String> names = placed.stream().map(p -> p.task.name()).toList();
    boolean exist = true;
    for (Placed p : placed) {
      List<String> others = names.stream().filter(n -> !n.equals(p.task.name())).toList();
      for (YamlValue need : p.mapping.get("needs").map(YamlValue::oneOrMore).orElse(List.of())) {
        String name = need.text().orElse("");
        if (!names.contains(name)) {
          need.refuse(
              "names no task of this runbook: '" + name + "'", Suggestions.among(name, others));
          exist = false;
        }
      }
    }
    return exist;
  }

  private static void refuseCircle(YamlValue list, List<RunbookTask> tasks) {
    List<String> circle = Needs.circle(tasks);
    if (!circle.isEmpty()) {
      list.refuse(
          "need each other in a circle: " + String.join(" → ", circle),
          "Drop one of these needs; a task starts when what it needs has completed");
    }
  }
}
