package dev.upkeep.scheduler.due;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a schedule has come.
 *
 * @param handledUntil the last due instant that has its entry in the ledger, or when the schedule
 *     came into force
 * @param nextDue null when nothing is due any more
 */
record ScheduleState(
    UUID id,
    String system,
    String runbook,
    String rule,
    Instant handledUntil,
    @Nullable Instant nextDue) {}
