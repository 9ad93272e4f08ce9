package dev.upkeep.scheduler.runbook;

import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.Systems;
import dev.upkeep.system.yaml.FileProblem;
import dev.upkeep.system.yaml.FilesInForce;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The systems and runbooks in force. Of a file whose new version is bad, the last good version
 * stays; a runbook whose system or component is gone is out of force, because it cannot be done.
 * Immutable; reading the folders again makes a new value.
 */
public final class Configuration {

  private final Systems systems;
  private final FilesInForce<Runbook> runbooks;

  private Configuration(Systems systems, FilesInForce<Runbook> runbooks) {
    this.systems = systems;
    this.runbooks = runbooks;
  }

  /** Nothing: where a first reading starts from. */
  public static Configuration none() {
    return new Configuration(Systems.none(), FilesInForce.none());
  }

  /**
   * Reads both folders again, with this configuration as what is in force so far.
   *
   * @param systemFolder holds the {@code *.yaml} files of the systems
   * @param runbookFolder holds the {@code *.yaml} files of the runbooks
   * @param catalogue which tasks exist
   */
  public Configuration reread(Path systemFolder, Path runbookFolder, TaskKinds catalogue) {
    Systems nextSystems = systems.reread(systemFolder);
    return new Configuration(
        nextSystems, runbooks.reread(runbookFolder, new RunbookReader(nextSystems, catalogue)));
  }

  public Optional<MaintainedSystem> system(String name) {
    return systems.named(name);
  }

  /** All systems in force, by name. */
  public Collection<MaintainedSystem> systems() {
    return systems.all();
  }

  public Optional<Runbook> runbook(String name) {
    return runbooks().stream().filter(runbook -> runbook.name().equals(name)).findFirst();
  }

  /** All runbooks in force, by name. */
  public List<Runbook> runbooks() {
    return runbooks.values().stream().filter(this::canBeDone).toList();
  }

  /** What was wrong at the last reading, in the order of files and lines. */
  public List<FileProblem> problems() {
    return Stream.concat(systems.problems().stream(), runbooks.problems().stream()).toList();
  }

  /** What is in force here and was not before, and the other way round. */
  public ConfigurationDifference since(Configuration before) {
    return ConfigurationDifference.between(before, this);
  }

  private boolean canBeDone(Runbook runbook) {
    return systems
        .named(runbook.system())
        .filter(
            system ->
                runbook.tasks().stream().allMatch(task -> system.component(task.on()).isPresent()))
        .isPresent();
  }
}
