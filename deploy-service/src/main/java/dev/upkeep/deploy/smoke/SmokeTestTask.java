package dev.upkeep.deploy.smoke;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.deploy.catalogue.Described;
import dev.upkeep.deploy.command.CommandRuns;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.SmokeTest;
import dev.upkeep.system.SystemsFolder;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.secret.Secrets;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tries the system's smoke tests, each in a step of its own; a run with one that fails, fails. */
@Component
final class SmokeTestTask implements Task {

  private final SystemsFolder systems;
  private final Trial trial;

  SmokeTestTask(SystemsFolder systems, TargetDatabases databases, Secrets secrets) {
    this.systems = systems;
    this.trial = new Trial(databases, new CommandRuns(secrets));
  }

  @Override
  public Steps steps() {
    return Steps.version(1)
        .forEach(TryOne.NAME, this::names, name -> new TryOne(systems, trial, name))
        .then(new JudgeSmokeTests(this::names));
  }

  private List<String> names(StepContext context) {
    List<String> only = context.parameters(SmokeTestParameters.class).only();
    return all(context).stream()
        .map(SmokeTest::name)
        .filter(name -> only.isEmpty() || only.contains(name))
        .toList();
  }

  private List<SmokeTest> all(StepContext context) {
    return systems
        .named(context.run().system())
        .map(MaintainedSystem::smokeTests)
        .orElse(List.of());
  }

  @Override
  public Precheck precheck(StepContext context) {
    List<String> known = all(context).stream().map(SmokeTest::name).toList();
    for (String name : context.parameters(SmokeTestParameters.class).only()) {
      if (!known.contains(name)) {
        return Precheck.fail(
            "The system %s has no smoke test '%s'.".formatted(context.run().system(), name),
            "Name some of these after 'only': " + known);
      }
    }
    return known.isEmpty()
        ? Precheck.fail(
            "The system %s has no smoke tests.".formatted(context.run().system()),
            "Write some below 'smoke-tests' in its file.")
        : Precheck.go();
  }

  @Override
  public TaskDescription description() {
    return Described.as("smoke-test.run");
  }

  @Override
  public Class<? extends Record> parameters() {
    return SmokeTestParameters.class;
  }
}
