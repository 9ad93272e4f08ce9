package dev.upkeep.scheduler.flow;

import dev.upkeep.events.MaintenanceAccepted;
import dev.upkeep.events.MaintenanceCancelled;
import dev.upkeep.events.MaintenanceCompleted;
import dev.upkeep.events.MaintenanceFailed;
import dev.upkeep.events.MaintenanceNeedsOperator;
import dev.upkeep.events.MaintenanceProgressed;
import dev.upkeep.events.MaintenanceSkipped;
import dev.upkeep.events.MaintenanceStarted;
import dev.upkeep.events.RunEvent;

/** What can happen to a task of a run, as a word for the table of transitions. */
enum TaskFact {
  /** What it needs has completed: it is sent. */
  SEND,
  /** What it needs will not complete, or the run was cancelled: it is not sent any more. */
  CUT_OFF,
  /** A worker service has it. */
  ACCEPTED,
  /** A worker began an attempt. */
  STARTED,
  /** A worker told how far it is. */
  PROGRESSED,
  COMPLETED,
  /** There was nothing to do. */
  SKIPPED,
  FAILED,
  CANCELLED,
  /** The worker cannot go on without a person. */
  ASKED,
  /** Nothing was heard of it within its limits. */
  WENT_SILENT;

  static TaskFact of(RunEvent event) {
    return switch (event) {
      case MaintenanceAccepted ignored -> ACCEPTED;
      case MaintenanceStarted ignored -> STARTED;
      case MaintenanceProgressed ignored -> PROGRESSED;
      case MaintenanceCompleted ignored -> COMPLETED;
      case MaintenanceSkipped ignored -> SKIPPED;
      case MaintenanceFailed ignored -> FAILED;
      case MaintenanceCancelled ignored -> CANCELLED;
      case MaintenanceNeedsOperator ignored -> ASKED;
    };
  }
}
