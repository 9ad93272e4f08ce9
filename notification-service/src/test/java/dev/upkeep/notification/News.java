package dev.upkeep.notification;

import dev.upkeep.events.Event;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Ids;
import dev.upkeep.events.MaintenanceFailed;
import dev.upkeep.events.MaintenanceNeedsOperator;
import dev.upkeep.events.RunReport;
import dev.upkeep.events.RunReport.StepReport;
import dev.upkeep.events.RunReport.StepState;
import dev.upkeep.events.RunbookCancelled;
import dev.upkeep.events.RunbookCompleted;
import dev.upkeep.events.RunbookFailed;
import dev.upkeep.events.RunbookNeedsOperator;
import dev.upkeep.events.RunbookRunRef;
import dev.upkeep.events.RunbookSkipped;
import dev.upkeep.events.RunbookStarted;
import dev.upkeep.events.TaskRunRef;
import dev.upkeep.events.TaskSummary;
import dev.upkeep.events.TaskSummary.State;
import dev.upkeep.events.envelope.EventEnvelope;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events of one runbook run, as the other services tell them. */
public record News(UUID run, String system, String title, boolean dryRun) {
  public static final Instant START = Instant.parse("2026-11-21T19:00:00Z");
  public static final Instant END = START.plusSeconds(192);

  public static News ofNewRun() {
    return new News(UUID.randomUUID(), "lcbp3-dms", "Weekly database optimization", false);
  }

  public News titled(String other) {
    return new News(run, system, other, dryRun);
  }

  public News asDryRun() {
    return new News(run, system, title, true);
  }

  public static EventEnvelope<Event> envelope(Event event) {
    return new EventEnvelope<>(
        UUID.randomUUID(), URI.create("/upkeep/test"), END, UUID.randomUUID(), 1, null, event);
  }

  public RunbookRunRef ref() {
    return new RunbookRunRef(run, system, "weekly-database", title, START, "schedule", dryRun);
  }

  public TaskRunRef task(String task) {
    return new TaskRunRef(
        Ids.taskRun(run, task),
        run,
        system,
        "weekly-database",
        task,
        "database." + task,
        "database",
        dryRun);
  }

  public RunbookStarted started() {
    return new RunbookStarted(ref(), List.of("optimize"));
  }

  public MaintenanceFailed failed(String task) {
    return failed(
        task,
        "MariaDB refused: table 'rfas' is crashed",
        "Run CHECK TABLE rfas and repair it, then run the task again");
  }

  public MaintenanceFailed failed(String task, String reason, String remedy) {
    return new MaintenanceFailed(task(task), reason, remedy, "rebuild-table/rfas", failedReport());
  }

  public MaintenanceNeedsOperator taskNeedsOperator(String task) {
    return new MaintenanceNeedsOperator(
        task(task), "swap-tables", "the worker died in the middle", "Is rfas_new still there?");
  }

  public RunbookNeedsOperator needsOperator(String task) {
    return new RunbookNeedsOperator(
        ref(),
        Ids.taskRun(run, task),
        task,
        "the worker died in the middle",
        "Is rfas_new still there?");
  }

  public RunbookCompleted completed() {
    return new RunbookCompleted(
        ref(), START, END, List.of(summary("optimize", State.COMPLETED, null, report())));
  }

  public RunbookFailed runbookFailed(TaskSummary... tasks) {
    return new RunbookFailed(ref(), START, END, "optimize failed: table crashed", List.of(tasks));
  }

  public RunbookCancelled cancelled() {
    return new RunbookCancelled(ref(), START, END, "person:somchai", "wrong night", List.of());
  }

  public RunbookSkipped skipped() {
    return new RunbookSkipped(ref(), "the run before it is still going");
  }

  public TaskSummary summary(
      String task, State state, @Nullable String reason, @Nullable RunReport report) {
    return new TaskSummary(
        Ids.taskRun(run, task), task, "database." + task, "database", state, reason, null, report);
  }

  public static RunReport report() {
    Evidence evidence =
        Evidence.of("reclaimed-bytes", 412_345_678L)
            .with("checked-tables", 12)
            .with(
                "tables",
                List.of(
                    Map.of("table", "rfas", "before-bytes", 900_000_000L),
                    Map.of("table", "audit_logs", "before-bytes", 1_500_000L)));
    return new RunReport(
        START,
        END,
        1,
        List.of(
            new StepReport(
                "rebuild-table/rfas",
                StepState.DONE,
                null,
                START,
                START.plusMillis(8_420),
                Evidence.none())),
        evidence,
        List.of(),
        List.of());
  }

  public static RunReport failedReport() {
    return new RunReport(
        START,
        END,
        3,
        List.of(
            new StepReport(
                "rebuild-table/rfas",
                StepState.FAILED,
                "table is crashed",
                START,
                END,
                Evidence.none())),
        Evidence.none(),
        List.of("lower-lock-wait"),
        List.of("rebuild-table/workflow_instances"));
  }
}
