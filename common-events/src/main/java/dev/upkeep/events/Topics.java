package dev.upkeep.events;

/** Which event belongs on which topic. */
public final class Topics {
  private static final String DUE = "upkeep.due.";

  private Topics() {}

  /**
   * Where an event is told. Due events go to the topic of the service that knows the kind of task.
   */
  public static Topic of(Event event, TaskServices services) {
    return switch (event) {
      case DueEvent due -> dueTopic(services.serviceFor(due.run().kind()));
      case RunEvent ignored -> Topic.RUNS;
      case RunbookEvent ignored -> Topic.RUNBOOKS;
      case FindingEvent ignored -> Topic.FINDINGS;
      case NotificationEvent ignored -> Topic.NOTIFICATIONS;
      case TaskAnnounced ignored -> Topic.CATALOGUE;
    };
  }

  /** Whether an event may stand on a topic. */
  public static boolean allows(Topic topic, Event event) {
    return switch (event) {
      case DueEvent ignored -> topic.topicName().startsWith(DUE);
      case RunEvent ignored -> topic == Topic.RUNS;
      case RunbookEvent ignored -> topic == Topic.RUNBOOKS;
      case FindingEvent ignored -> topic == Topic.FINDINGS;
      case NotificationEvent ignored -> topic == Topic.NOTIFICATIONS;
      case TaskAnnounced ignored -> topic == Topic.CATALOGUE;
    };
  }

  private static Topic dueTopic(String service) {
    return Topic.dueFor(service)
        .orElseThrow(() -> new IllegalArgumentException("there is no topic upkeep.due." + service));
  }

  /** Which service knows a kind of task: what the catalogue says. */
  @FunctionalInterface
  public interface TaskServices {
    /** The last part of the service's topic, as in {@code database}. */
    String serviceFor(String kind);
  }
}
