package dev.upkeep.events;

import java.time.Instant;
import java.util.UUID;

/**
 * Which runbook run an event is about.
 *
 * @param title the runbook's title, for people
 * @param scheduledFor the due instant, or when the trigger was accepted
 * @param triggeredBy {@code schedule}, or {@code person:NAME}
 */
public record RunbookRunRef(
    UUID runbookRunId,
    String system,
    String runbook,
    String title,
    Instant scheduledFor,
    String triggeredBy,
    boolean dryRun) {}
