package dev.upkeep.chassis.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.MaintenanceCompleted;
import dev.upkeep.events.TaskRunRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How a run goes from one worker to the next: drained, or ended after its worker died. */
class HandOverTest {
  @AutoClose private final RunBench bench = new RunBench();
  private final Scripted task = new Scripted();

  @Test
  void aStoppingWorkerFinishesTheStepAndHandsTheRunOver() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch out = new CountDownLatch(1);
    task.steps =
        Steps.version(1)
            .then(task.repeatable("work", task.works(begun, out)))
            .then(task.repeatable("next"));
    RunBench.Bench stopping = bench.start(task);
    UUID run = bench.accept(stopping, bench.due(Scripted.KIND, Map.of()));
    Scripted.reached(begun);
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
    task.steps = Steps.version(1).then(task.repeatable("work", task.works(begun, out)));
    RunBench.Bench stopping = bench.start(task);
    UUID run = bench.accept(stopping, bench.due(Scripted.KIND, Map.of()));
    Scripted.reached(begun);

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
    UUID run = bench.begin(task);

    bench.awaitState(run, RunState.COMPLETED);

    assertThat(task.effects).containsExactly("child alive: false");
  }
}
