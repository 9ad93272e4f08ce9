package dev.upkeep.chassis.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.task.Step;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.events.MaintenanceCancelled;
import dev.upkeep.events.MaintenanceCompleted;
import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.MaintenanceFailed;
import dev.upkeep.events.MaintenanceNeedsOperator;
import dev.upkeep.events.MaintenanceResolved.Answer;
import dev.upkeep.events.MaintenanceStarted;
import dev.upkeep.events.RunEvent;
import dev.upkeep.events.TaskRunRef;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of step, every boundary: what a worker's death there comes to. */
class CrashTest {
  @AutoClose private final RunBench bench = new RunBench();
  private final Scripted task = new Scripted();

  /** The four kinds of step. */
  enum Kind {
    LOOKING,
    REPEATABLE,
    CHECKABLE,
    UNREPEATABLE;

    Step of(Scripted task, String name) {
      return switch (this) {
        case LOOKING -> task.looking(name);
        case REPEATABLE -> task.repeatable(name);
        case CHECKABLE -> task.checkable(name);
        case UNREPEATABLE -> task.unrepeatable(name);
      };
    }
  }

  /** Lets the worker's thread die at a place, once. */
  private static final class DiesOnce implements RunObserver {
    final Boundary boundary;
    final String step;
    final AtomicBoolean died = new AtomicBoolean();

    DiesOnce(Boundary boundary, String step) {
      this.boundary = boundary;
      this.step = step;
    }

    @Override
    public void passes(TaskRunRef run, Boundary passed, String at) {
      if (passed == boundary && at.equals(step) && died.compareAndSet(false, true)) {
        throw new DeadWorker();
      }
    }
  }

  private static final class DeadWorker extends Error {}

  static Stream<Arguments> placesAndKinds() {
    return Stream.of(Kind.values())
        .flatMap(
            kind ->
                Stream.of(
                        Boundary.CLAIMED,
                        Boundary.STARTED,
                        Boundary.BEFORE_INTENT,
                        Boundary.AFTER_INTENT,
                        Boundary.AFTER_EFFECT,
                        Boundary.AFTER_DONE,
                        Boundary.BEFORE_END,
                        Boundary.AFTER_END)
                    .map(boundary -> Arguments.of(kind, boundary)));
  }

  @ParameterizedTest
  @MethodSource("placesAndKinds")
  void comesToOneEndWithoutASecondEffect(Kind kind, Boundary boundary) {
    task.steps =
        Steps.version(1)
            .then(task.repeatable("before"))
            .then(kind.of(task, "it"))
            .then(task.repeatable("after"));
    boolean ofRun =
        switch (boundary) {
          case CLAIMED, STARTED, BEFORE_END, AFTER_END, BEFORE_UNDO -> true;
          default -> false;
        };
    DiesOnce death = new DiesOnce(boundary, ofRun ? "" : "it");
    RunBench.Bench worker = bench.start(death, task);
    MaintenanceDue due = bench.due(Scripted.KIND, Map.of());
    UUID run = bench.accept(worker, due);
    awaitDeath(death, worker);

    bench.endLease(run);

    boolean torn = boundary == Boundary.AFTER_INTENT || boundary == Boundary.AFTER_EFFECT;
    if (kind == Kind.UNREPEATABLE && torn) {
      bench.awaitState(run, RunState.NEEDS_OPERATOR);
      assertThat(bench.theOnly(MaintenanceNeedsOperator.class, run).question())
          .isEqualTo("did it happen?");
      bench.resolve(
          worker, due, boundary == Boundary.AFTER_EFFECT ? Answer.HAPPENED : Answer.REPEAT);
    }
    bench.awaitState(run, RunState.COMPLETED);

    bench.theOnly(MaintenanceCompleted.class, run);
    int times = Collections.frequency(task.effects, "it");
    boolean mayRepeat =
        boundary == Boundary.AFTER_EFFECT && (kind == Kind.LOOKING || kind == Kind.REPEATABLE);
    assertThat(times).isEqualTo(mayRepeat ? 2 : 1);
    assertThat(task.effects)
        .filteredOn(effect -> !effect.equals("it"))
        .containsExactly("before", "after");
    assertThat(bench.events(run)).filteredOn(MaintenanceStarted.class::isInstance).isNotEmpty();
    assertThat(indexOfEnd(bench.events(run))).isEqualTo(bench.events(run).size() - 1);
  }

  private static int indexOfEnd(List<RunEvent> events) {
    return events.stream()
        .map(event -> event instanceof MaintenanceCompleted)
        .toList()
        .indexOf(true);
  }

  private static void awaitDeath(DiesOnce death, RunBench.Bench worker) {
    await("the worker's death")
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> death.died.get() && worker.held().size() == 0);
  }

  @ParameterizedTest
  @EnumSource(
      value = Boundary.class,
      names = {
        "BEFORE_UNDO",
        "AFTER_UNDO_INTENT",
        "AFTER_UNDO_EFFECT",
        "AFTER_UNDONE",
        "BEFORE_END"
      })
  void goesOnUndoingWhereTheDeadWorkerStopped(Boundary boundary) {
    task.steps =
        Steps.version(1)
            .then(task.undoable("one"))
            .then(task.undoable("two"))
            .then(task.repeatable("bad", context -> StepOutcome.failed("no", "none")));
    boolean ofRun = boundary == Boundary.BEFORE_UNDO || boundary == Boundary.BEFORE_END;
    DiesOnce death = new DiesOnce(boundary, ofRun ? "" : "two");
    RunBench.Bench worker = bench.start(death, task);
    UUID run = bench.accept(worker, bench.due(Scripted.KIND, Map.of()));
    awaitDeath(death, worker);

    bench.endLease(run);
    bench.awaitState(run, RunState.FAILED);

    MaintenanceFailed failed = bench.theOnly(MaintenanceFailed.class, run);
    assertThat(failed.report().undone()).containsExactly("two", "one");
    assertThat(failed.reason()).isEqualTo("no");
    assertThat(task.effects).containsSubsequence("one", "two", "undo two", "undo one");
    assertThat(Collections.frequency(task.effects, "undo one")).isEqualTo(1);
  }

  @Test
  void failsWithItsUndosWhenThePersonSaysThatItDidNotHappen() {
    task.steps = Steps.version(1).then(task.undoable("one")).then(task.unrepeatable("it"));
    DiesOnce death = new DiesOnce(Boundary.AFTER_INTENT, "it");
    RunBench.Bench worker = bench.start(death, task);
    MaintenanceDue due = bench.due(Scripted.KIND, Map.of());
    UUID run = bench.accept(worker, due);
    awaitDeath(death, worker);
    bench.endLease(run);
    bench.awaitState(run, RunState.NEEDS_OPERATOR);

    bench.resolve(worker, due, Answer.DID_NOT_HAPPEN);
    bench.awaitState(run, RunState.FAILED);

    assertThat(task.effects).containsExactly("one", "undo one");
    assertThat(bench.theOnly(MaintenanceFailed.class, run).reason()).contains("ops");
  }

  @Test
  void cancelsWhatWaitsForAnOperatorAndSaysWhatStays() {
    task.steps = Steps.version(1).then(task.undoable("one")).then(task.unrepeatable("it"));
    DiesOnce death = new DiesOnce(Boundary.AFTER_EFFECT, "it");
    RunBench.Bench worker = bench.start(death, task);
    MaintenanceDue due = bench.due(Scripted.KIND, Map.of());
    UUID run = bench.accept(worker, due);
    awaitDeath(death, worker);
    bench.endLease(run);
    bench.awaitState(run, RunState.NEEDS_OPERATOR);

    bench.cancel(worker, due);
    bench.awaitState(run, RunState.CANCELLED);

    assertThat(bench.theOnly(MaintenanceCancelled.class, run).report().notUndone())
        .containsExactly("it");
  }

  @Test
  void asksAnOperatorWhenTheListOfStepsHasChangedMeanwhile() {
    task.steps = Steps.version(1).then(task.repeatable("one")).then(task.repeatable("two"));
    DiesOnce death = new DiesOnce(Boundary.AFTER_DONE, "one");
    RunBench.Bench old = bench.start(death, task);
    MaintenanceDue due = bench.due(Scripted.KIND, Map.of());
    UUID run = bench.accept(old, due);
    awaitDeath(death, old);
    old.runs().stop();
    task.steps = Steps.version(2).then(task.repeatable("one")).then(task.repeatable("three"));
    RunBench.Bench upgraded = bench.start(task);
    bench.endLease(run);

    bench.awaitState(run, RunState.NEEDS_OPERATOR);
    assertThat(bench.theOnly(MaintenanceNeedsOperator.class, run).reason())
        .contains("version 1", "version 2");
    bench.resolve(upgraded, due, Answer.REPEAT);
    bench.awaitState(run, RunState.COMPLETED);

    assertThat(task.effects).containsExactly("one", "three");
  }

  @Test
  void anAnswerAboutAChangedListOfStepsIsFinalWhateverItIs() {
    for (boolean cancelled : new boolean[] {true, false}) {
      task.steps = Steps.version(1).then(task.repeatable("one")).then(task.repeatable("two"));
      DiesOnce death = new DiesOnce(Boundary.AFTER_DONE, "one");
      RunBench.Bench old = bench.start(death, task);
      MaintenanceDue due = bench.due(Scripted.KIND, Map.of());
      UUID run = bench.accept(old, due);
      awaitDeath(death, old);
      old.runs().stop();
      task.steps = Steps.version(2).then(task.repeatable("three"));
      RunBench.Bench upgraded = bench.start(task);
      bench.endLease(run);
      bench.awaitState(run, RunState.NEEDS_OPERATOR);

      if (cancelled) {
        bench.cancel(upgraded, due);
      } else {
        bench.resolve(upgraded, due, Answer.DID_NOT_HAPPEN);
      }

      bench.awaitState(run, cancelled ? RunState.CANCELLED : RunState.FAILED);
      bench.theOnly(MaintenanceNeedsOperator.class, run);
      upgraded.runs().stop();
    }
  }

  @Test
  void aRunIsLeftToTheWorkerWhoseListOfStepsBeganIt() {
    bench.settings = bench.leavingToOthersFor(Duration.ofMinutes(5));
    task.steps = Steps.version(1).then(task.repeatable("one")).then(task.repeatable("two"));
    DiesOnce death = new DiesOnce(Boundary.AFTER_DONE, "one");
    RunBench.Bench lost = bench.start(death, task);
    UUID run = bench.accept(lost, bench.due(Scripted.KIND, Map.of()));
    awaitDeath(death, lost);
    lost.runs().stop();
    RunBench.Bench old = bench.worker(RunObserver.none(), task);
    Scripted newer = new Scripted();
    newer.steps = Steps.version(2).then(newer.repeatable("one")).then(newer.repeatable("three"));
    RunBench.Bench upgraded = bench.start(newer);
    bench.endLease(run);
    UUID another = bench.accept(upgraded, bench.due(Scripted.KIND, Map.of()));
    bench.awaitState(another, RunState.COMPLETED);
    assertThat(bench.state(run)).isEqualTo(RunState.RUNNING);

    old.runs().start();
    bench.awaitState(run, RunState.COMPLETED);

    assertThat(task.effects).containsExactly("one", "two");
    assertThat(newer.effects).containsExactly("one", "three");
  }

  @Test
  void asksAnOperatorWhenARunBringsDownOneWorkerAfterTheOther() {
    task.steps =
        Steps.version(1)
            .then(
                task.repeatable(
                    "deadly",
                    context -> {
                      throw new DeadWorker();
                    }));
    RunBench.Bench worker = bench.start(task);
    UUID run = bench.accept(worker, bench.due(Scripted.KIND, Map.of()));

    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(30))
        .until(
            () -> {
              if (worker.held().size() == 0) {
                bench.endLease(run);
              }
              return bench.state(run) == RunState.NEEDS_OPERATOR;
            });

    assertThat(bench.theOnly(MaintenanceNeedsOperator.class, run).reason())
        .startsWith("10 workers in a row");
  }
}
