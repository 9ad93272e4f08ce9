package dev.upkeep.chassis.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.upkeep.chassis.database.Columns;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.TaskDescription.Access;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who works on which run, and on which component. */
class ClaimsTest {
  @AutoClose private final RunBench bench = new RunBench();
  private final Scripted task = new Scripted();

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
    task.steps = Steps.version(1).then(task.repeatable("work", task.works(begun, out)));
    RunBench.Bench worker = bench.start(task);
    UUID first = bench.accept(worker, bench.due(Scripted.KIND, "db", Map.of(), false));
    Scripted.reached(begun);
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
    task.steps = Steps.version(1).then(task.repeatable("read", task.works(begun, out)));
    RunBench.Bench worker = bench.start(task);
    UUID first = bench.accept(worker, bench.due(Scripted.KIND, "db", Map.of(), false));
    UUID second = bench.accept(worker, bench.due(Scripted.KIND, "db", Map.of(), false));

    Scripted.reached(begun);
    out.countDown();
    bench.awaitState(first, RunState.COMPLETED);
    bench.awaitState(second, RunState.COMPLETED);
  }

  @Test
  void theClaimUsesItsIndex() {
    List<Map<String, Object>> plan =
        bench
            .jdbc
            .sql("EXPLAIN " + Claims.CLAIMABLE)
            .param("limit", 4)
            .param("mine", new Tasks(List.of(task)).kindsAndVersions())
            .param("leftToOthers", 500_000)
            .param("now", Columns.of(bench.clock.instant()))
            .query()
            .listOfRows();

    assertThat(plan.getFirst()).containsEntry("key", "claimable");
    assertThat(String.valueOf(plan.getFirst().get("Extra"))).doesNotContain("filesort");
  }
}
