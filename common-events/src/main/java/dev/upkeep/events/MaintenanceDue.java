package dev.upkeep.events;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The instant has come: this task is to be run.
 *
 * @param run which task run
 * @param parameters the task's parameters, valid against its JSON Schema
 * @param systemHash the hash of the system file this was planned with; a worker whose file differs
 *     refuses
 * @param scheduledFor the due instant, or when the trigger was accepted
 * @param startBefore the run fails unstarted after this instant
 * @param runLimitSeconds how long the run may take from its first start, in seconds
 * @param triggeredBy who or what made the run start: {@code schedule}, or {@code person:NAME}
 */
public record MaintenanceDue(
    TaskRunRef run,
    Map<String, Object> parameters,
    String systemHash,
    Instant scheduledFor,
    Instant startBefore,
    long runLimitSeconds,
    String triggeredBy)
    implements DueEvent {

  public MaintenanceDue {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }
}
