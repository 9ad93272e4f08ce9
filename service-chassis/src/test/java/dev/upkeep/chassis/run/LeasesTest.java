package dev.upkeep.chassis.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.MaintenanceCompleted;
import dev.upkeep.events.MaintenanceStarted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A run belongs to a worker for as long as it renews its lease, and to nobody longer. */
class LeasesTest {
  @AutoClose private final RunBench bench = new RunBench();
  private final Scripted task = new Scripted();

  @Test
  void aWorkerThatLostItsRunStopsAndWritesNothingMore() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    AtomicBoolean stopped = new AtomicBoolean();
    AtomicBoolean first = new AtomicBoolean(true);
    task.steps =
        Steps.version(1)
            .then(
                task.repeatable(
                    "work",
                    context -> {
                      if (!first.getAndSet(false)) {
                        task.effects.add("done by the next");
                        return StepOutcome.done(Evidence.none());
                      }
                      begun.countDown();
                      try {
                        while (!never.await(5, TimeUnit.MILLISECONDS)) {
                          context.safePoint("turn");
                        }
                      } catch (StopRequested e) {
                        stopped.set(true);
                        throw e;
                      }
                      return StepOutcome.done(Evidence.none());
                    }));
    RunBench.Bench zombie = bench.start(task);
    UUID run = bench.accept(zombie, bench.due(Scripted.KIND, Map.of()));
    Scripted.reached(begun);

    bench
        .jdbc
        .sql(
            """
            UPDATE task_run SET owner = 'another', fence = fence + 1, claimable_at = utc_timestamp(6)
             WHERE run_id = :run
            """)
        .param("run", run.toString())
        .update();
    await().atMost(Duration.ofSeconds(10)).untilTrue(stopped);
    bench.awaitState(run, RunState.COMPLETED);

    assertThat(task.effects).containsExactly("done by the next");
    assertThat(
            bench.events(run).stream()
                .filter(MaintenanceStarted.class::isInstance)
                .map(event -> ((MaintenanceStarted) event).takenOver()))
        .containsExactly(false, true);
    bench.theOnly(MaintenanceCompleted.class, run);
  }

  @Test
  void refusesEveryWriteWithAnOldFence() {
    RunBench.Bench worker = bench.worker(RunObserver.none(), task);
    UUID run = bench.accept(worker, bench.due(Scripted.KIND, Map.of()));
    Claims claims =
        new Claims(
            bench.jdbc,
            bench.transactions,
            new Tasks(List.of(task)),
            bench.settings.leaveToOthers());
    TaskRun mine =
        claims.claim(1, "zombie", Duration.ofSeconds(8), bench.clock.instant()).getFirst().run();
    HeldRun held =
        new HeldRun(mine, bench.clock.instant(), System.nanoTime() + Duration.ofHours(1).toNanos());
    RunRecord record = new RunRecord(worker.store(), new LeftoverEnds(List.of()), held);
    bench
        .jdbc
        .sql("UPDATE task_run SET fence = fence + 1 WHERE run_id = :run")
        .param("run", run.toString())
        .update();

    assertThatThrownBy(() -> record.line("step", JournalEntry.Phase.INTENT))
        .isInstanceOf(LeaseLost.class);
    assertThatThrownBy(() -> record.release(Duration.ZERO, true)).isInstanceOf(LeaseLost.class);
    assertThatThrownBy(
            () -> record.end(RunMove.FAIL, NotStarted.nothingDone(bench.clock.instant()), null))
        .isInstanceOf(LeaseLost.class);
    assertThat(worker.store().journals().of(run)).isEmpty();
  }

  @Test
  void takesOverWithinTheLeaseWhenAWorkerGoesSilent() {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger attempts = new AtomicInteger();
    task.steps =
        Steps.version(1)
            .then(
                task.repeatable(
                    "work",
                    context -> {
                      if (attempts.incrementAndGet() == 1) {
                        begun.countDown();
                        throw new StackOverflowError("the worker is lost");
                      }
                      return StepOutcome.done(Evidence.none());
                    }));
    RunBench.Bench lost = bench.start(task);
    UUID run = bench.accept(lost, bench.due(Scripted.KIND, Map.of()));
    Scripted.reached(begun);
    long lostAt = System.nanoTime();
    bench.start(task);

    bench.awaitState(run, RunState.COMPLETED);

    assertThat(Duration.ofNanos(System.nanoTime() - lostAt)).isLessThan(Duration.ofSeconds(5));
    assertThat(attempts).hasValue(2);
  }

  @Test
  void renewsTheLeaseForAsLongAsTheWorkTakes() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch out = new CountDownLatch(1);
    task.steps = Steps.version(1).then(task.repeatable("work", task.works(begun, out)));
    RunBench.Bench worker = bench.start(task);
    bench.start(task);
    UUID run = bench.accept(worker, bench.due(Scripted.KIND, Map.of()));
    Scripted.reached(begun);

    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(10))
        .until(() -> bench.events(run).stream().noneMatch(MaintenanceCompleted.class::isInstance));
    out.countDown();
    bench.awaitState(run, RunState.COMPLETED);

    bench.theOnly(MaintenanceStarted.class, run);
    assertThat(task.effects).containsExactly("worked");
  }
}
