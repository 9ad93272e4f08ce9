package dev.upkeep.chassis.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.MaintenanceCancelled;
import dev.upkeep.events.MaintenanceCompleted;
import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.MaintenanceNeedsOperator;
import dev.upkeep.events.MaintenanceResolved.Answer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A step that is a person's yes. */
class ApprovalTest {
  private final RunBench bench = new RunBench();
  private final Scripted task = new Scripted();

  @AfterEach
  void close() {
    bench.close();
  }

  private MaintenanceDue asked(RunBench.Bench worker) {
    task.steps =
        Steps.version(1)
            .then(task.undoable("before"))
            .then(
                task.repeatable(
                    "approval",
                    context -> {
                      task.effects.add("asked");
                      return new StepOutcome.NeedsApproval("All of it goes.", "May it?");
                    }))
            .then(task.repeatable("harm"));
    MaintenanceDue due = bench.due(Scripted.KIND, Map.of());
    UUID run = bench.accept(worker, due);
    bench.awaitState(run, RunState.NEEDS_OPERATOR);
    assertThat(bench.theOnly(MaintenanceNeedsOperator.class, run))
        .extracting(
            MaintenanceNeedsOperator::step,
            MaintenanceNeedsOperator::reason,
            MaintenanceNeedsOperator::question)
        .containsExactly("approval", "All of it goes.", "May it?");
    assertThat(task.effects).containsExactly("before", "asked");
    return due;
  }

  @Test
  void goesOnAfterAYesAndReportsWhoseItWas() {
    RunBench.Bench worker = bench.start(task);
    MaintenanceDue due = asked(worker);
    UUID run = due.run().taskRunId();

    bench.resolve(worker, due, Answer.HAPPENED);
    bench.awaitState(run, RunState.COMPLETED);

    assertThat(task.effects).containsExactly("before", "asked", "harm");
    Evidence approval =
        bench.theOnly(MaintenanceCompleted.class, run).report().steps().stream()
            .filter(step -> step.name().equals("approval"))
            .findFirst()
            .orElseThrow()
            .evidence();
    assertThat(approval.values()).containsKeys("resolved-by", "resolved-at", "seen");
  }

  @Test
  void isCancelledByANoAndTakesBackWhatWasDone() {
    RunBench.Bench worker = bench.start(task);
    MaintenanceDue due = asked(worker);
    UUID run = due.run().taskRunId();

    bench.resolve(worker, due, Answer.DID_NOT_HAPPEN);
    bench.awaitState(run, RunState.CANCELLED);

    assertThat(task.effects).containsExactly("before", "asked", "undo before");
    bench.theOnly(MaintenanceCancelled.class, run);
  }

  @Test
  void waitingForItDoesNotUseUpTheRunsLimit() {
    RunBench.Bench worker = bench.start(task);
    MaintenanceDue due = asked(worker);
    UUID run = due.run().taskRunId();
    // It was asked on Sunday night and is answered on Monday.
    bench
        .jdbc
        .sql(
            """
            UPDATE task_run SET first_started_at = first_started_at - INTERVAL :limit SECOND - INTERVAL 1 DAY,
                                asked_at = asked_at - INTERVAL :limit SECOND - INTERVAL 1 DAY
             WHERE run_id = :run
            """)
        .param("limit", due.runLimitSeconds())
        .param("run", run.toString())
        .update();

    bench.resolve(worker, due, Answer.HAPPENED);
    bench.awaitState(run, RunState.COMPLETED);

    assertThat(task.effects).containsExactly("before", "asked", "harm");
  }

  @Test
  void asksAnewWhereItIsTold() {
    RunBench.Bench worker = bench.start(task);
    MaintenanceDue due = asked(worker);
    UUID run = due.run().taskRunId();

    bench.resolve(worker, due, Answer.REPEAT);
    org.awaitility.Awaitility.await()
        .until(() -> java.util.Collections.frequency(task.effects, "asked") == 2);
    bench.awaitState(run, RunState.NEEDS_OPERATOR);

    assertThat(task.effects).containsExactly("before", "asked", "asked");
  }
}
