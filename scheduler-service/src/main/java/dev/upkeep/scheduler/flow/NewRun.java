package dev.upkeep.scheduler.flow;

import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.events.RunbookRunRef;

/**
 * A run that is to be begun.
 *
 * @param ref its identity follows from what asked for it
 * @param definition the runbook as it is now
 * @param cause what all its events carry
 */
public record NewRun(RunbookRunRef ref, RunDefinition definition, Cause cause) {}
