package dev.upkeep.chassis.run;

import dev.upkeep.chassis.inbox.EventInbound;
import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.events.DueEvent;
import dev.upkeep.events.Event;
import dev.upkeep.events.MaintenanceCancelRequested;
import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.MaintenanceResolved;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.EventEnvelope;
import dev.upkeep.events.envelope.UnacceptableEvent;
import dev.upkeep.events.envelope.UnacceptableEvent.Reason;
import java.util.List;

/**
 * Takes in what is due for this service, and what people ask of its runs. Only records: others do.
 */
final class DueInbound implements EventInbound {
  private final Acceptance acceptance;
  private final Requests requests;
  private final List<Topic> topics;

  DueInbound(Acceptance acceptance, Requests requests, Tasks tasks) {
    this.acceptance = acceptance;
    this.requests = requests;
    this.topics =
        tasks.descriptions().stream()
            .map(description -> topic(description.service()))
            .distinct()
            .toList();
  }

  private static Topic topic(String service) {
    return Topic.dueFor(service)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "a task says that the service '%s' knows it, but there is no topic upkeep.due.%s"
                        .formatted(service, service)));
  }

  @Override
  public String name() {
    return "due";
  }

  @Override
  public List<Topic> topics() {
    return topics;
  }

  @Override
  public void on(EventEnvelope<Event> envelope) throws UnacceptableEvent {
    if (!(envelope.event() instanceof DueEvent event)) {
      throw new UnacceptableEvent(
          Reason.MISPLACED, "%s is not for workers".formatted(envelope.type().wireName()));
    }
    switch (event) {
      case MaintenanceDue due ->
          acceptance.on(due, new Cause(envelope.correlationId(), envelope.traceparent()));
      case MaintenanceCancelRequested cancel -> requests.on(cancel);
      case MaintenanceResolved resolved -> requests.on(resolved);
    }
  }
}
