package dev.upkeep.notification.message;

import dev.upkeep.events.Event;
import dev.upkeep.events.MaintenanceFailed;
import dev.upkeep.events.MaintenanceNeedsOperator;
import dev.upkeep.events.RunbookCancelled;
import dev.upkeep.events.RunbookCompleted;
import dev.upkeep.events.RunbookFailed;
import dev.upkeep.events.RunbookNeedsOperator;
import dev.upkeep.events.RunbookSkipped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** News worth telling people, as the event that brought it; most events are not. */
public sealed interface Notice {

  Event event();

  UUID runbookRunId();

  String runbook();

  /** Whether nothing was changed and the news is a plan. */
  boolean dryRun();

  /** What sort of news it is, as the ledger of deliveries names it. */
  default Kind kind() {
    return switch (this) {
      case TaskFailed ignored -> Kind.TASK_FAILED;
      case TaskNeedsOperator ignored -> Kind.TASK_NEEDS_OPERATOR;
      case Completed ignored -> Kind.COMPLETED;
      case Failed ignored -> Kind.FAILED;
      case Cancelled ignored -> Kind.CANCELLED;
      case Skipped ignored -> Kind.SKIPPED;
      case NeedsOperator ignored -> Kind.NEEDS_OPERATOR;
    };
  }

  /** The task run it is about, where it is about one alone. */
  default Optional<UUID> taskRunId() {
    return switch (this) {
      case TaskFailed(MaintenanceFailed failed) -> Optional.of(failed.run().taskRunId());
      case TaskNeedsOperator(MaintenanceNeedsOperator needs) ->
          Optional.of(needs.run().taskRunId());
      case NeedsOperator(RunbookNeedsOperator needs) -> Optional.of(needs.taskRunId());
      case OfRunbook ignored -> Optional.empty();
    };
  }

  /** The instant the news is of, where the event says it. */
  default Optional<Instant> asOf() {
    return switch (this) {
      case TaskFailed(MaintenanceFailed failed) -> Optional.of(failed.report().endedAt());
      case Completed(RunbookCompleted completed) -> Optional.of(completed.endedAt());
      case Failed(RunbookFailed failed) -> Optional.of(failed.endedAt());
      case Cancelled(RunbookCancelled cancelled) -> Optional.of(cancelled.endedAt());
      case TaskNeedsOperator ignored -> Optional.empty();
      case NeedsOperator ignored -> Optional.empty();
      case Skipped ignored -> Optional.empty();
    };
  }

  /** The sorts of news. */
  enum Kind {
    /** One task of a runbook run failed; others may still go on. */
    TASK_FAILED,
    /** A task run waits for a person, as its worker says. */
    TASK_NEEDS_OPERATOR,
    /** The same, as the scheduler says. */
    NEEDS_OPERATOR,
    /** The runbook run ended well. */
    COMPLETED,
    /** The runbook run ended in failure. */
    FAILED,
    /** A person stopped the runbook run. */
    CANCELLED,
    /** The runbook was due and did not run. */
    SKIPPED
  }

  /** A task failed for good. */
  record TaskFailed(MaintenanceFailed event) implements Notice {
    @Override
    public UUID runbookRunId() {
      return event.run().runbookRunId();
    }

    @Override
    public String runbook() {
      return event.run().runbook();
    }

    @Override
    public boolean dryRun() {
      return event.run().dryRun();
    }
  }

  /** A task cannot go on without a person. */
  record TaskNeedsOperator(MaintenanceNeedsOperator event) implements Notice {
    @Override
    public UUID runbookRunId() {
      return event.run().runbookRunId();
    }

    @Override
    public String runbook() {
      return event.run().runbook();
    }

    @Override
    public boolean dryRun() {
      return event.run().dryRun();
    }
  }

  /** News of a whole runbook run. */
  sealed interface OfRunbook extends Notice {
    @Override
    dev.upkeep.events.RunbookEvent event();

    @Override
    default UUID runbookRunId() {
      return event().run().runbookRunId();
    }

    @Override
    default String runbook() {
      return event().run().runbook();
    }

    @Override
    default boolean dryRun() {
      return event().run().dryRun();
    }
  }

  /** The runbook run ended well. */
  record Completed(RunbookCompleted event) implements OfRunbook {}

  /** The runbook run ended in failure. */
  record Failed(RunbookFailed event) implements OfRunbook {}

  /** A person stopped the runbook run. */
  record Cancelled(RunbookCancelled event) implements OfRunbook {}

  /** The runbook was due and did not run. */
  record Skipped(RunbookSkipped event) implements OfRunbook {}

  /** The scheduler says that a run waits for a person. */
  record NeedsOperator(RunbookNeedsOperator event) implements OfRunbook {}

  /** The news in an event, if it holds any that people are told. */
  static Optional<Notice> in(Event event) {
    return switch (event) {
      case MaintenanceFailed failed -> Optional.of(new TaskFailed(failed));
      case MaintenanceNeedsOperator needs -> Optional.of(new TaskNeedsOperator(needs));
      case RunbookCompleted completed -> Optional.of(new Completed(completed));
      case RunbookFailed failed -> Optional.of(new Failed(failed));
      case RunbookCancelled cancelled -> Optional.of(new Cancelled(cancelled));
      case RunbookSkipped skipped -> Optional.of(new Skipped(skipped));
      case RunbookNeedsOperator needs -> Optional.of(new NeedsOperator(needs));
      case dev.upkeep.events.Event ignored -> Optional.empty();
    };
  }
}
