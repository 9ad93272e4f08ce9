package dev.upkeep.chassis.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.MaintenanceFailed;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The four time limits, and a step that ignores them. */
class LimitsTest {
  @AutoClose private final RunBench bench = new RunBench();
  private final Scripted task = new Scripted();

  @Test
  void failsWhatIsNotStartedInTimeAndSaysWhatWasInTheWay() {
    RunBench.Bench worker = bench.worker(RunObserver.none(), task);
    MaintenanceDue due = bench.due(Scripted.KIND, Map.of());
    UUID run =
        bench.accept(
            worker,
            new MaintenanceDue(
                due.run(),
                due.parameters(),
                due.systemHash(),
                due.scheduledFor(),
                due.scheduledFor(),
                due.runLimitSeconds(),
                due.triggeredBy()));

    worker.runs().start();
    bench.awaitState(run, RunState.FAILED);

    assertThat(bench.theOnly(MaintenanceFailed.class, run))
        .satisfies(
            failed -> {
              assertThat(failed.failedStep()).isEqualTo("limits");
              assertThat(failed.reason()).startsWith("not started before");
            });
  }

  @Test
  void tearsAStepOffThatTakesLongerThanItsLimit() {
    task.maxAttempts = 1;
    task.steps =
        Steps.version(1)
            .then(
                new Scripted.Repeatable(
                    "slow",
                    context -> {
                      while (true) {
                        context.safePoint("turn");
                      }
                    },
                    Duration.ofMillis(300),
                    Duration.ofMinutes(1)));
    UUID run = bench.begin(task);

    bench.awaitState(run, RunState.FAILED);

    assertThat(bench.theOnly(MaintenanceFailed.class, run).reason())
        .isEqualTo("it took longer than its limit of 0.3s");
  }

  @Test
  void interruptsAStepThatSaysNothing() {
    task.maxAttempts = 1;
    task.steps =
        Steps.version(1)
            .then(
                new Scripted.Repeatable(
                    "silent",
                    context -> {
                      new CountDownLatch(1).await();
                      return StepOutcome.done(Evidence.none());
                    },
                    Duration.ofMinutes(1),
                    Duration.ofMillis(300)));
    UUID run = bench.begin(task);

    bench.awaitState(run, RunState.FAILED);

    assertThat(bench.theOnly(MaintenanceFailed.class, run).reason())
        .startsWith("it gave no sign of life");
  }

  @Test
  void endsARunThatTakesLongerThanItsLimitAndUndoes() {
    CountDownLatch begun = new CountDownLatch(1);
    task.steps =
        Steps.version(1)
            .then(task.undoable("one"))
            .then(task.repeatable("work", task.works(begun, new CountDownLatch(1))));
    RunBench.Bench worker = bench.start(task);
    MaintenanceDue due = bench.due(Scripted.KIND, Map.of());
    UUID run =
        bench.accept(
            worker,
            new MaintenanceDue(
                due.run(),
                due.parameters(),
                due.systemHash(),
                due.scheduledFor(),
                due.startBefore(),
                1,
                due.triggeredBy()));

    bench.awaitState(run, RunState.FAILED);

    MaintenanceFailed failed = bench.theOnly(MaintenanceFailed.class, run);
    assertThat(failed.failedStep()).isEqualTo("limits");
    assertThat(failed.report().undone()).containsExactly("one");
  }

  @Test
  void leavesAStepThatIgnoresEverythingToAnOperator() {
    CountDownLatch out = new CountDownLatch(1);
    task.steps =
        Steps.version(1)
            .then(
                new Scripted.Repeatable(
                    "deaf",
                    context -> {
                      while (out.getCount() > 0) {
                        Thread.onSpinWait();
                      }
                      return StepOutcome.done(Evidence.none());
                    },
                    Duration.ofMillis(200),
                    Duration.ofMinutes(1)));
    RunBench.Bench worker = bench.start(task);
    UUID run = bench.accept(worker, bench.due(Scripted.KIND, Map.of()));

    bench.awaitState(run, RunState.NEEDS_OPERATOR);
    out.countDown();

    await().until(() -> worker.held().size() == 0);
    assertThat(bench.state(run)).isEqualTo(RunState.NEEDS_OPERATOR);
    assertThat(worker.store().journals().of(run)).hasSize(1);
  }
}
