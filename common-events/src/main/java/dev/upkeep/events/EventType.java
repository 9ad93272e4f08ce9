package dev.upkeep.events;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The names of events on the wire: {@code dev.upkeep.<fact>.v<major>}, the CloudEvents attribute
 * {@code type}. This list, the JSON Schemas under {@code schemas/} and the golden files of the
 * tests name the same facts.
 */
public enum EventType {
  MAINTENANCE_DUE("maintenance-due", 1, MaintenanceDue.class),
  MAINTENANCE_CANCEL_REQUESTED("maintenance-cancel-requested", 1, MaintenanceCancelRequested.class),
  MAINTENANCE_RESOLVED("maintenance-resolved", 1, MaintenanceResolved.class),
  MAINTENANCE_ACCEPTED("maintenance-accepted", 1, MaintenanceAccepted.class),
  MAINTENANCE_STARTED("maintenance-started", 1, MaintenanceStarted.class),
  MAINTENANCE_PROGRESSED("maintenance-progressed", 1, MaintenanceProgressed.class),
  MAINTENANCE_COMPLETED("maintenance-completed", 1, MaintenanceCompleted.class),
  MAINTENANCE_SKIPPED("maintenance-skipped", 1, MaintenanceSkipped.class),
  MAINTENANCE_FAILED("maintenance-failed", 1, MaintenanceFailed.class),
  MAINTENANCE_CANCELLED("maintenance-cancelled", 1, MaintenanceCancelled.class),
  MAINTENANCE_NEEDS_OPERATOR("maintenance-needs-operator", 1, MaintenanceNeedsOperator.class),
  RUNBOOK_STARTED("runbook-started", 1, RunbookStarted.class),
  RUNBOOK_COMPLETED("runbook-completed", 1, RunbookCompleted.class),
  RUNBOOK_FAILED("runbook-failed", 1, RunbookFailed.class),
  RUNBOOK_CANCELLED("runbook-cancelled", 1, RunbookCancelled.class),
  RUNBOOK_SKIPPED("runbook-skipped", 1, RunbookSkipped.class),
  RUNBOOK_NEEDS_OPERATOR("runbook-needs-operator", 1, RunbookNeedsOperator.class),
  FINDING_RAISED("finding-raised", 1, FindingRaised.class),
  FINDING_CHANGED("finding-changed", 1, FindingChanged.class),
  FINDING_RESOLVED("finding-resolved", 1, FindingResolved.class),
  NOTIFICATION_DELIVERED("notification-delivered", 1, NotificationDelivered.class),
  NOTIFICATION_UNDELIVERABLE("notification-undeliverable", 1, NotificationUndeliverable.class),
  TASK_ANNOUNCED("task-announced", 1, TaskAnnounced.class);

  private static final String PREFIX = "dev.upkeep.";
  private static final Map<String, EventType> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(EventType::wireName, Function.identity()));
  private static final Map<Class<?>, EventType> BY_CLASS =
      Arrays.stream(values()).collect(Collectors.toMap(EventType::payload, Function.identity()));

  private final String fact;
  private final int major;
  private final Class<? extends Event> payload;

  EventType(String fact, int major, Class<? extends Event> payload) {
    this.fact = fact;
    this.major = major;
    this.payload = payload;
  }

  /** The CloudEvents {@code type}. */
  public String wireName() {
    return PREFIX + fact + ".v" + major;
  }

  /** The fact without prefix and version, as it names schemas and golden files. */
  public String fact() {
    return fact;
  }

  public int major() {
    return major;
  }

  public Class<? extends Event> payload() {
    return payload;
  }

  public static Optional<EventType> named(String wireName) {
    return Optional.ofNullable(BY_NAME.get(wireName));
  }

  public static EventType of(Event event) {
    EventType type = BY_CLASS.get(event.getClass());
    if (type == null) {
      throw new IllegalStateException(
          event.getClass().getName() + " is an event without a wire name");
    }
    return type;
  }

  /**
   * Whether some version of the named fact is known: then an unknown name is a version from the
   * future.
   */
  public static boolean knowsFact(String wireName) {
    int version = wireName.lastIndexOf(".v");
    return version > 0
        && Arrays.stream(values()).anyMatch(t -> wireName.startsWith(PREFIX + t.fact + ".v"));
  }
}
