package dev.upkeep.chassis.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.database.Columns;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.MaintenanceCancelled;
import dev.upkeep.events.MaintenanceCompleted;
import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.MaintenanceFailed;
import dev.upkeep.events.MaintenanceStarted;
import dev.upkeep.events.TaskDescription.Access;
import dev.upkeep.events.TaskRunRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who has a run in hand, and how it is let go: leases, claims, cancellation, limits, draining. */
class HandsTest {
  private final RunBench bench = new RunBench();
  private final Scripted task = new Scripted();

  @AfterEach
  void close() {
    bench.close();
  }

  private static void reached(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A step that passes safe points until it is stopped or let out. */
  private Scripted.Does works(CountDownLatch begun, CountDownLatch out) {
    return context -> {
      begun.countDown();
      while (!out.await(5, TimeUnit.MILLISECONDS)) {
        context.safePoint("turn");
      }
      task.effects.add("worked");
      return StepOutcome.done(Evidence.none());
    };
  }

  @Test
  void twoWorkersDoEachOfManyRunsOnce() {
    AtomicInteger parallel = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    task.steps =
        Steps.version(1)
            .then(
                task.repeatable(
                    "once",
                    context -> {
                      most.accumulateAndGet(parallel.incrementAndGet(), Math::max);
                      task.effects.add(context.run().taskRunId().toString());
                      parallel.decrementAndGet();
                      return StepOutcome.done(Evidence.none());
                    }));
    RunBench.Bench one = bench.start(task);
    RunBench.Bench two = bench.start(task);
    List<UUID> runs = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      runs.add(
          bench.accept(
              i % 2 == 0 ? one : two,
              bench.due(Scripted.KIND, "component-" + i % 50, Map.of(), false)));
    }

    await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () ->
                bench
                        .jdbc
                        .sql("SELECT count(*) FROM task_run WHERE state = 'COMPLETED'")
                        .query(Integer.class)
                        .single()
                    == 200);

    assertThat(task.effects)
        .containsExactlyInAnyOrderElementsOf(runs.stream().map(UUID::toString).toList());
    assertThat(most.get()).isLessThanOrEqualTo(8);
    assertThat(
            bench
                .jdbc
                .sql(
                    "SELECT count(*) FROM component_claim WHERE writer IS NOT NULL OR readers <> 0")
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void onlyOneRunChangesAComponentAtATime() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch out = new CountDownLatch(1);
    task.steps = Steps.version(1).then(task.repeatable("work", works(begun, out)));
    RunBench.Bench worker = bench.start(task);
    UUID first = bench.accept(worker, bench.due(Scripted.KIND, "db", Map.of(), false));
    reached(begun);
    UUID second = bench.accept(worker, bench.due(Scripted.KIND, "db", Map.of(), false));
    UUID elsewhere = bench.accept(worker, bench.due(Scripted.KIND, "cache", Map.of(), false));
    bench.awaitState(elsewhere, RunState.RUNNING);

    assertThat(bench.state(second)).isEqualTo(RunState.ACCEPTED);
    out.countDown();
    bench.awaitState(first, RunState.COMPLETED);
    bench.awaitState(second, RunState.COMPLETED);
  }

  @Test
  void runsThatOnlyReadShareAComponent() {
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch out = new CountDownLatch(1);
    task.access = Access.READS;
    task.steps = Steps.version(1).then(task.repeatable("read", works(begun, out)));
    RunBench.Bench worker = bench.start(task);
    UUID first = bench.accept(worker, bench.due(Scripted.KIND, "db", Map.of(), false));
    UUID second = bench.accept(worker, bench.due(Scripted.KIND, "db", Map.of(), false));

    reached(begun);
    out.countDown();
    bench.awaitState(first, RunState.COMPLETED);
    bench.awaitState(second, RunState.COMPLETED);
  }

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
    reached(begun);

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
    Claims claims = new Claims(bench.jdbc, bench.transactions);
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
    reached(begun);
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
    task.steps = Steps.version(1).then(task.repeatable("work", works(begun, out)));
    RunBench.Bench worker = bench.start(task);
    bench.start(task);
    UUID run = bench.accept(worker, bench.due(Scripted.KIND, Map.of()));
    reached(begun);

    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(10))
        .until(() -> bench.events(run).stream().noneMatch(MaintenanceCompleted.class::isInstance));
    out.countDown();
    bench.awaitState(run, RunState.COMPLETED);

    bench.theOnly(MaintenanceStarted.class, run);
    assertThat(task.effects).containsExactly("worked");
  }

  @Test
  void cancelsAtTheNextSafePointAndUndoes() {
    CountDownLatch begun = new CountDownLatch(1);
    task.steps =
        Steps.version(1)
            .then(task.undoable("one"))
            .then(task.repeatable("work", works(begun, new CountDownLatch(1))));
    RunBench.Bench worker = bench.start(task);
    MaintenanceDue due = bench.due(Scripted.KIND, Map.of());
    UUID run = bench.accept(worker, due);
    reached(begun);

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
        Steps.version(1).then(task.repeatable("work", works(begun, new CountDownLatch(1))));
    RunBench.Bench worker = bench.start(task);
    RunBench.Bench other = bench.worker(RunObserver.none(), task);
    MaintenanceDue due = bench.due(Scripted.KIND, Map.of());
    UUID run = bench.accept(worker, due);
    reached(begun);

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
            .then(task.unrepeatable("send", works(begun, out)))
            .then(task.repeatable("never"));
    RunBench.Bench worker = bench.start(task);
    MaintenanceDue due = bench.due(Scripted.KIND, Map.of());
    UUID run = bench.accept(worker, due);
    reached(begun);

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
                      reached(unblocked);
                      throw new IllegalStateException("the statement was cancelled");
                    }));
    RunBench.Bench worker = bench.start(task);
    MaintenanceDue due = bench.due(Scripted.KIND, Map.of());
    UUID run = bench.accept(worker, due);
    reached(begun);

    bench.cancel(worker, due);

    bench.awaitState(run, RunState.CANCELLED);
  }

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
    RunBench.Bench worker = bench.start(task);
    UUID run = bench.accept(worker, bench.due(Scripted.KIND, Map.of()));

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
    RunBench.Bench worker = bench.start(task);
    UUID run = bench.accept(worker, bench.due(Scripted.KIND, Map.of()));

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
            .then(task.repeatable("work", works(begun, new CountDownLatch(1))));
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

  @Test
  void aStoppingWorkerFinishesTheStepAndHandsTheRunOver() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch out = new CountDownLatch(1);
    task.steps =
        Steps.version(1)
            .then(task.repeatable("work", works(begun, out)))
            .then(task.repeatable("next"));
    RunBench.Bench stopping = bench.start(task);
    UUID run = bench.accept(stopping, bench.due(Scripted.KIND, Map.of()));
    reached(begun);
    Thread stop = Thread.ofPlatform().start(stopping.runs()::stop);
    await().until(() -> stopping.held().all().stream().allMatch(held -> held.stop().isPresent()));
    out.countDown();
    await().until(() -> !stop.isAlive());

    assertThat(task.effects).containsExactly("worked");
    bench.start(task);
    bench.awaitState(run, RunState.COMPLETED);

    assertThat(task.effects).containsExactly("worked", "next");
    assertThat(bench.theOnly(MaintenanceCompleted.class, run).report().attempts()).isEqualTo(2);
  }

  @Test
  void aStoppingWorkerHandsOverALongStepAtASafePoint() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch out = new CountDownLatch(1);
    task.steps = Steps.version(1).then(task.repeatable("work", works(begun, out)));
    RunBench.Bench stopping = bench.start(task);
    UUID run = bench.accept(stopping, bench.due(Scripted.KIND, Map.of()));
    reached(begun);

    stopping.runs().stop();
    out.countDown();
    bench.start(task);
    bench.awaitState(run, RunState.COMPLETED);

    assertThat(task.effects).containsExactly("worked");
    assertThat(new TaskRuns(bench.jdbc).find(run).orElseThrow().failures()).isZero();
  }

  @Test
  void endsWhatADeadWorkerHeldBeforeAnythingIsRepeated() {
    AtomicBoolean stillThere = new AtomicBoolean(true);
    List<String> story = Collections.synchronizedList(new ArrayList<>());
    bench.leftovers.add(
        new Leftovers() {
          @Override
          public String kind() {
            return "connection";
          }

          @Override
          public void end(TaskRunRef run, List<HeldResource> resources) {
            story.add("end " + resources.getFirst().id());
            if (stillThere.getAndSet(false)) {
              throw new IllegalStateException("it is still there");
            }
          }
        });
    task.steps =
        Steps.version(1)
            .then(
                task.repeatable(
                    "work",
                    context -> {
                      story.add("work");
                      if (story.size() == 1) {
                        context.holds("connection", "db/42");
                        throw new StackOverflowError("the worker is lost");
                      }
                      return StepOutcome.done(Evidence.none());
                    }));
    RunBench.Bench worker = bench.start(task);
    UUID run = bench.accept(worker, bench.due(Scripted.KIND, Map.of()));

    bench.awaitState(run, RunState.COMPLETED);

    assertThat(story).containsExactly("work", "end db/42", "end db/42", "work");
    assertThat(worker.store().resources().of(run)).isEmpty();
  }

  @Test
  void endsAChildProcessThatOutlivedItsWorker() throws Exception {
    Process child = new ProcessBuilder("/bin/sleep", "600").start();
    AtomicBoolean first = new AtomicBoolean(true);
    task.steps =
        Steps.version(1)
            .then(
                task.repeatable(
                    "work",
                    context -> {
                      if (first.getAndSet(false)) {
                        context.holds(child.toHandle());
                        throw new StackOverflowError("the worker is lost");
                      }
                      task.effects.add("child alive: " + child.isAlive());
                      return StepOutcome.done(Evidence.none());
                    }));
    RunBench.Bench worker = bench.start(task);
    UUID run = bench.accept(worker, bench.due(Scripted.KIND, Map.of()));

    bench.awaitState(run, RunState.COMPLETED);

    assertThat(task.effects).containsExactly("child alive: false");
  }

  @Test
  void theClaimUsesItsIndex() {
    List<Map<String, Object>> plan =
        bench
            .jdbc
            .sql("EXPLAIN " + Claims.CLAIMABLE)
            .param("limit", 4)
            .param("now", Columns.of(bench.clock.instant()))
            .query()
            .listOfRows();

    assertThat(plan.getFirst()).containsEntry("key", "claimable");
    assertThat(String.valueOf(plan.getFirst().get("Extra"))).doesNotContain("filesort");
  }
}
