package dev.upkeep.chassis.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.task.CheckableStep;
import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.Probe;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.Step;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.chassis.task.Undoable;
import dev.upkeep.chassis.task.UnrepeatableStep;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.events.TaskDescription.Access;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A task made of what a test says, and the outside witness of what its steps really did. */
final class Scripted implements Task {
  static final String KIND = "test.scripted";

  final List<String> effects = new CopyOnWriteArrayList<>();
  Steps steps = Steps.version(1);
  Access access = Access.WRITES;
  int maxAttempts = 3;
  Looks precheck = context -> Precheck.go();

  /** The parameters of the scripted task. */
  record Settings(String word, int batchSize) {}

  /** What a step does. */
  @FunctionalInterface
  interface Does {
    StepOutcome run(StepContext context) throws Exception;
  }

  /** Waits until the script has come to a place. */
  static void reached(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A step that passes safe points until it is stopped or let out. */
  Does works(CountDownLatch begun, CountDownLatch out) {
    return context -> {
      begun.countDown();
      while (!out.await(5, TimeUnit.MILLISECONDS)) {
        context.safePoint("turn");
      }
      effects.add("worked");
      return StepOutcome.done(Evidence.none());
    };
  }

  /** What a precheck does. */
  @FunctionalInterface
  interface Looks {
    Precheck look(StepContext context) throws Exception;
  }

  /** What a probe does. */
  @FunctionalInterface
  interface Probes {
    Probe probe(StepContext context) throws Exception;
  }

  @Override
  public TaskDescription description() {
    return new TaskDescription(
        KIND,
        "A task for tests",
        "database",
        Map.of(
            "type",
            "object",
            "additionalProperties",
            false,
            "properties",
            Map.of(
                "word",
                Map.of("type", "string", "default", "hello"),
                "batch-size",
                Map.of("type", "integer", "minimum", 1, "default", 100))),
        access,
        List.of("mariadb"),
        true,
        true);
  }

  @Override
  public Class<? extends Record> parameters() {
    return Settings.class;
  }

  @Override
  public Steps steps() {
    return steps;
  }

  @Override
  public Precheck precheck(StepContext context) throws Exception {
    return precheck.look(context);
  }

  @Override
  public int maxAttempts() {
    return maxAttempts;
  }

  /** The effect that the witness sees, and the evidence that names it. */
  Does effect(String name) {
    return context -> {
      effects.add(name);
      return StepOutcome.done(Evidence.of("did", name));
    };
  }

  Step looking(String name) {
    return looking(name, effect(name));
  }

  Step looking(String name, Does does) {
    return new Looking(name, does);
  }

  Step repeatable(String name) {
    return repeatable(name, effect(name));
  }

  Step repeatable(String name, Does does) {
    return new Repeatable(name, does, Duration.ofMinutes(1), Duration.ofMinutes(1));
  }

  Step checkable(String name) {
    return checkable(
        name,
        effect(name),
        context ->
            effects.contains(name)
                ? new Probe.Happened(Evidence.of("probed", name))
                : new Probe.CannotHappenAnyMore("nobody saw it"));
  }

  Step checkable(String name, Does does, Probes probes) {
    return new Checkable(name, does, probes);
  }

  Step unrepeatable(String name) {
    return unrepeatable(name, effect(name));
  }

  Step unrepeatable(String name, Does does) {
    return new Unrepeatable(name, does);
  }

  Step undoable(String name) {
    return undoable(name, effect("undo " + name));
  }

  Step undoable(String name, Does undo) {
    return new UndoableRepeatable(name, effect(name), undo);
  }

  record Looking(String name, Does does) implements LookingStep {
    @Override
    public StepOutcome run(StepContext context) throws Exception {
      return does.run(context);
    }
  }

  record Repeatable(String name, Does does, Duration limit, Duration silenceLimit)
      implements RepeatableStep {
    @Override
    public StepOutcome run(StepContext context) throws Exception {
      return does.run(context);
    }

    @Override
    public Plan plan(StepContext context) {
      return Plan.of("would do " + name);
    }
  }

  record UndoableRepeatable(String name, Does does, Does undo) implements RepeatableStep, Undoable {
    @Override
    public StepOutcome run(StepContext context) throws Exception {
      return does.run(context);
    }

    @Override
    public StepOutcome undo(StepContext context) throws Exception {
      return undo.run(context);
    }

    @Override
    public Plan plan(StepContext context) {
      return Plan.of("would do " + name);
    }
  }

  record Checkable(String name, Does does, Probes probes) implements CheckableStep {
    @Override
    public StepOutcome run(StepContext context) throws Exception {
      return does.run(context);
    }

    @Override
    public Probe probe(StepContext context) throws Exception {
      return probes.probe(context);
    }

    @Override
    public Plan plan(StepContext context) {
      return Plan.of("would do " + name);
    }
  }

  record Unrepeatable(String name, Does does) implements UnrepeatableStep {
    @Override
    public StepOutcome run(StepContext context) throws Exception {
      return does.run(context);
    }

    @Override
    public String question() {
      return "did " + name + " happen?";
    }

    @Override
    public Plan plan(StepContext context) {
      return Plan.of("would do " + name);
    }
  }
}
