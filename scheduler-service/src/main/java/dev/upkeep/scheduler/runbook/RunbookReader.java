package dev.upkeep.scheduler.runbook;

import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.Names;
import dev.upkeep.system.Systems;
import dev.upkeep.system.yaml.FilesInForce.Named;
import dev.upkeep.system.yaml.FilesInForce.Reader;
import dev.upkeep.system.yaml.Problems;
import dev.upkeep.system.yaml.Suggestions;
import dev.upkeep.system.yaml.YamlFile;
import dev.upkeep.system.yaml.YamlMapping;
import dev.upkeep.system.yaml.YamlValue;
import java.util.List;
import java.util.Optional;

/** Makes runbooks of their files and checks them against systems and task catalogue. */
final class RunbookReader implements Reader<Runbook> {

  private final Systems systems;
  private final TaskKinds catalogue;

  RunbookReader(Systems systems, TaskKinds catalogue) {
    this.systems = systems;
    this.catalogue = catalogue;
  }

  @Override
  public Optional<Named<Runbook>> read(String file, byte[] content, Problems problems) {
    return YamlFile.read(file, content, problems)
        .flatMap(
            yaml ->
                runbook(yaml).map(r -> new Named<>(r.name(), yaml.root().placeOf("runbook"), r)));
  }

  private Optional<Runbook> runbook(YamlFile file) {
    YamlMapping root = file.root().only(RunbookKeys.RUNBOOK);
    Optional<String> name =
        root.require("runbook", "Name the runbook: 'runbook: weekly-database'")
            .flatMap(value -> value.parsed(Names::parse, Names.REMEDY));
    Optional<String> title = root.get("title").flatMap(YamlValue::text);
    Optional<YamlValue> systemName =
        root.require("system", "Name the system it works on: 'system: lcbp3-dms'");
    Optional<MaintainedSystem> system = systemName.flatMap(this::system);
    Optional<String> owner = root.get("owner").flatMap(YamlValue::text);
    List<RunbookSchedule> schedules =
        root.get("schedule").map(ScheduleReader::schedules).orElse(List.of());
    TaskReader taskReader = new TaskReader(system, catalogue);
    List<RunbookTask> tasks =
        root.require("tasks", "List what is to be done: 'tasks: [{name: …, run: …, on: …}]'")
            .map(taskReader::tasks)
            .orElse(List.of());
    if (name.isEmpty() || system.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Runbook(
            name.get(),
            title.orElse(name.get()),
            system.get().name(),
            owner,
            schedules,
            tasks,
            file.hash()));
  }

  private Optional<MaintainedSystem> system(YamlValue value) {
    Optional<String> name = value.text();
    Optional<MaintainedSystem> system = name.flatMap(systems::named);
    if (name.isPresent() && system.isEmpty()) {
      value.refuse(
          "names no known system: '" + name.get() + "'",
          Suggestions.among(
              name.get(), systems.all().stream().map(MaintainedSystem::name).toList()));
    }
    return system;
  }
}
