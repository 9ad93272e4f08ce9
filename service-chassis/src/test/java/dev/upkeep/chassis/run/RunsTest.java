package dev.upkeep.chassis.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.MaintenanceAccepted;
import dev.upkeep.events.MaintenanceCompleted;
import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.MaintenanceFailed;
import dev.upkeep.events.MaintenanceSkipped;
import dev.upkeep.events.MaintenanceStarted;
import dev.upkeep.events.RunEvent;
import dev.upkeep.events.RunReport.StepState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** From due to done, and to every other end that needs nobody's help. */
class RunsTest {
  @AutoClose private final RunBench bench = new RunBench();
  private final Scripted task = new Scripted();

  @Test
  void doesWhatIsDueAndTellsAndProvesIt() {
    task.steps =
        Steps.version(1)
            .then(
                task.looking(
                    "list",
                    context -> {
                      context.remember("tables", List.of("a", "b"));
                      return StepOutcome.done(Evidence.of("tables", 2));
                    }))
            .forEach(
                "rebuild",
                context -> List.of(context.recall("tables", String[].class).orElseThrow()),
                item -> task.repeatable("rebuild", task.effect("rebuild " + item)))
            .then(
                task.looking(
                    "compare",
                    context ->
                        StepOutcome.done(
                            Evidence.of(
                                "first", context.evidenceOf("rebuild/a").orElseThrow().values()))));
    UUID run = bench.begin(task);

    bench.awaitState(run, RunState.COMPLETED);

    assertThat(task.effects).containsExactly("rebuild a", "rebuild b");
    List<RunEvent> events = bench.events(run);
    assertThat(events.getFirst()).isInstanceOf(MaintenanceAccepted.class);
    assertThat(events.get(1))
        .isInstanceOfSatisfying(
            MaintenanceStarted.class,
            started -> {
              assertThat(started.attempt()).isEqualTo(1);
              assertThat(started.takenOver()).isFalse();
              assertThat(started.steps()).containsExactly("list", "rebuild", "compare");
            });
    MaintenanceCompleted completed = bench.theOnly(MaintenanceCompleted.class, run);
    assertThat(events.getLast()).isSameAs(completed);
    assertThat(completed.report().steps())
        .extracting(step -> step.name())
        .containsExactly("list", "rebuild/a", "rebuild/b", "compare");
    assertThat(completed.report().steps())
        .allSatisfy(step -> assertThat(step.state()).isEqualTo(StepState.DONE));
    assertThat(completed.report().evidence().values())
        .containsEntry("first", Map.of("did", "rebuild a"));
  }

  @Test
  void acceptsTheSameRunOnce() {
    task.steps = Steps.version(1).then(task.repeatable("once"));
    RunBench.Bench worker = bench.start(task);
    MaintenanceDue due = bench.due(Scripted.KIND, Map.of());

    bench.accept(worker, due);
    bench.accept(worker, due);
    UUID run = bench.accept(worker, due);
    bench.awaitState(run, RunState.COMPLETED);
    bench.accept(worker, due);

    assertThat(task.effects).containsExactly("once");
    bench.theOnly(MaintenanceAccepted.class, run);
    bench.theOnly(MaintenanceCompleted.class, run);
  }

  @Test
  void givesStepsTheirParametersWithDefaultsForWhatIsMissing() {
    AtomicInteger size = new AtomicInteger();
    task.steps =
        Steps.version(1)
            .then(
                task.looking(
                    "read",
                    context -> {
                      Scripted.Settings settings = context.parameters(Scripted.Settings.class);
                      size.set(settings.batchSize());
                      return StepOutcome.done(Evidence.of("word", settings.word()));
                    }));
    RunBench.Bench worker = bench.start(task);
    UUID run = bench.accept(worker, bench.due(Scripted.KIND, Map.of("batch-size", 7)));

    bench.awaitState(run, RunState.COMPLETED);

    assertThat(size).hasValue(7);
    assertThat(bench.theOnly(MaintenanceCompleted.class, run).report().evidence().values())
        .containsEntry("word", "hello");
  }

  @Test
  void failsWithARemedyWhatNoWorkerKnows() {
    RunBench.Bench worker = bench.start(task);
    UUID run = bench.accept(worker, bench.due("test.unheard-of", Map.of()));

    MaintenanceFailed failed = bench.theOnly(MaintenanceFailed.class, run);
    assertThat(failed.reason()).isEqualTo("no worker that runs knows the task test.unheard-of");
    assertThat(failed.remedy()).contains("test.scripted");
    assertThat(bench.state(run)).isEqualTo(RunState.FAILED);
  }

  @Test
  void failsParametersThatTheSchemaRefuses() {
    RunBench.Bench worker = bench.start(task);
    UUID run = bench.accept(worker, bench.due(Scripted.KIND, Map.of("batch-size", 0)));

    assertThat(bench.theOnly(MaintenanceFailed.class, run).reason())
        .contains("batch-size")
        .contains("minimum");
  }

  @Test
  void failsARunThatWasPlannedWithAnotherSystemFileAndSaysWhich() {
    RunBench.Bench worker = bench.start(task);
    MaintenanceDue due = bench.due(Scripted.KIND, Map.of());
    UUID run =
        bench.accept(
            worker,
            new MaintenanceDue(
                due.run(),
                due.parameters(),
                "another-hash",
                due.scheduledFor(),
                due.startBefore(),
                due.runLimitSeconds(),
                due.triggeredBy()));

    assertThat(bench.theOnly(MaintenanceFailed.class, run).reason())
        .contains("systems/shop.yaml differs");
  }

  @Test
  void skipsWhatThePrecheckFindsUnnecessary() {
    task.precheck = context -> Precheck.skip("nothing is fragmented");
    task.steps = Steps.version(1).then(task.repeatable("never"));
    UUID run = bench.begin(task);

    bench.awaitState(run, RunState.SKIPPED);

    assertThat(bench.theOnly(MaintenanceSkipped.class, run).reason())
        .isEqualTo("nothing is fragmented");
    assertThat(task.effects).isEmpty();
  }

  @Test
  void triesAgainWhatFailedForNowAndCountsTheAttempts() {
    AtomicInteger tries = new AtomicInteger();
    task.steps =
        Steps.version(1)
            .then(
                task.repeatable(
                    "shaky",
                    context ->
                        tries.incrementAndGet() < 3
                            ? StepOutcome.failedForNow("the server is busy", "wait")
                            : StepOutcome.done(Evidence.none())));
    UUID run = bench.begin(task);

    bench.awaitState(run, RunState.COMPLETED);

    assertThat(bench.theOnly(MaintenanceCompleted.class, run).report().attempts()).isEqualTo(3);
  }

  @Test
  void failsForGoodWhenTheAttemptsAreUsedUpAndHidesSecrets() {
    task.steps =
        Steps.version(1)
            .then(
                task.repeatable(
                    "broken",
                    context -> {
                      throw new IOException("no answer with password s3cret");
                    }));
    UUID run = bench.begin(task);

    bench.awaitState(run, RunState.FAILED);

    MaintenanceFailed failed = bench.theOnly(MaintenanceFailed.class, run);
    assertThat(failed.reason()).isEqualTo("no answer with password *** (after 3 attempts)");
    assertThat(failed.failedStep()).isEqualTo("broken");
    assertThat(failed.report().steps().getFirst().reason()).contains("***");
  }

  @Test
  void plansInADryRunAndChangesNothing() {
    task.steps =
        Steps.version(1)
            .then(task.looking("look"))
            .then(task.repeatable("change"))
            .then(task.checkable("check"))
            .then(task.unrepeatable("send"));
    RunBench.Bench worker = bench.start(task);
    UUID run = bench.accept(worker, bench.due(Scripted.KIND, "db", Map.of(), true));

    bench.awaitState(run, RunState.COMPLETED);

    assertThat(task.effects).containsExactly("look");
    MaintenanceCompleted completed = bench.theOnly(MaintenanceCompleted.class, run);
    assertThat(completed.run().dryRun()).isTrue();
    assertThat(completed.report().steps())
        .extracting(step -> step.state())
        .containsExactly(StepState.DONE, StepState.PLANNED, StepState.PLANNED, StepState.PLANNED);
    assertThat(completed.report().steps().get(1).reason()).isEqualTo("would do change");
  }

  @Test
  void undoesInReverseWhatWasDoneBeforeAFailure() {
    task.steps =
        Steps.version(1)
            .then(task.undoable("one"))
            .then(task.repeatable("stays"))
            .then(task.undoable("two"))
            .then(
                task.repeatable("bad", context -> StepOutcome.failed("disk is full", "free some")))
            .then(task.repeatable("never"));
    UUID run = bench.begin(task);

    bench.awaitState(run, RunState.FAILED);

    assertThat(task.effects).containsExactly("one", "stays", "two", "undo two", "undo one");
    MaintenanceFailed failed = bench.theOnly(MaintenanceFailed.class, run);
    assertThat(failed.report().undone()).containsExactly("two", "one");
    assertThat(failed.report().notUndone()).containsExactly("stays");
    assertThat(failed.remedy()).isEqualTo("free some");
  }
}
