package dev.upkeep.chassis.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.task.Steps;
import dev.upkeep.events.MaintenanceCancelled;
import dev.upkeep.events.MaintenanceDue;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A run that somebody wants to stop. */
class CancellationTest {
  @AutoClose private final RunBench bench = new RunBench();
  private final Scripted task = new Scripted();

  @Test
  void cancelsAtTheNextSafePointAndUndoes() {
    CountDownLatch begun = new CountDownLatch(1);
    task.steps =
        Steps.version(1)
            .then(task.undoable("one"))
            .then(task.repeatable("work", task.works(begun, new CountDownLatch(1))));
    RunBench.Bench worker = bench.start(task);
    MaintenanceDue due = bench.due(Scripted.KIND, Map.of());
    UUID run = bench.accept(worker, due);
    Scripted.reached(begun);

    bench.cancel(worker, due);
    bench.awaitState(run, RunState.CANCELLED);

    MaintenanceCancelled cancelled = bench.theOnly(MaintenanceCancelled.class, run);
    assertThat(cancelled.requestedBy()).isEqualTo("ops");
    assertThat(cancelled.report().undone()).containsExactly("one");
    assertThat(cancelled.report().notUndone()).containsExactly("work");
  }

  @Test
  void cancelsARunOfAnotherWorker() {
    CountDownLatch begun = new CountDownLatch(1);
    task.steps =
        Steps.version(1).then(task.repeatable("work", task.works(begun, new CountDownLatch(1))));
    RunBench.Bench worker = bench.start(task);
    RunBench.Bench other = bench.worker(RunObserver.none(), task);
    MaintenanceDue due = bench.due(Scripted.KIND, Map.of());
    UUID run = bench.accept(worker, due);
    Scripted.reached(begun);

    bench.cancel(other, due);

    bench.awaitState(run, RunState.CANCELLED);
  }

  @Test
  void cancelsAtOnceWhatNobodyStarted() {
    RunBench.Bench worker = bench.worker(RunObserver.none(), task);
    MaintenanceDue due = bench.due(Scripted.KIND, Map.of());
    UUID run = bench.accept(worker, due);

    bench.cancel(worker, due);

    assertThat(bench.state(run)).isEqualTo(RunState.CANCELLED);
    worker.runs().start();
    bench.cancel(worker, due);
    assertThat(bench.theOnly(MaintenanceCancelled.class, run).report().attempts()).isZero();
  }

  @Test
  void anUnrepeatableStepEndsBeforeTheCancellation() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch out = new CountDownLatch(1);
    task.steps =
        Steps.version(1)
            .then(task.unrepeatable("send", task.works(begun, out)))
            .then(task.repeatable("never"));
    RunBench.Bench worker = bench.start(task);
    MaintenanceDue due = bench.due(Scripted.KIND, Map.of());
    UUID run = bench.accept(worker, due);
    Scripted.reached(begun);

    bench.cancel(worker, due);
    out.countDown();
    bench.awaitState(run, RunState.CANCELLED);

    assertThat(task.effects).containsExactly("worked");
    assertThat(bench.theOnly(MaintenanceCancelled.class, run).report().notUndone())
        .containsExactly("send");
  }

  @Test
  void endsABlockedStepThroughItsStopperWhenItIsCancelled() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch unblocked = new CountDownLatch(1);
    task.steps =
        Steps.version(1)
            .then(
                task.repeatable(
                    "blocked",
                    context -> {
                      context.onStop(unblocked::countDown);
                      begun.countDown();
                      Scripted.reached(unblocked);
                      throw new IllegalStateException("the statement was cancelled");
                    }));
    RunBench.Bench worker = bench.start(task);
    MaintenanceDue due = bench.due(Scripted.KIND, Map.of());
    UUID run = bench.accept(worker, due);
    Scripted.reached(begun);

    bench.cancel(worker, due);

    bench.awaitState(run, RunState.CANCELLED);
  }
}
