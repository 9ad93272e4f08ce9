package dev.upkeep.scheduler.flow;

import dev.upkeep.chassis.inbox.EventInbound;
import dev.upkeep.events.Event;
import dev.upkeep.events.RunEvent;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.EventEnvelope;
import java.util.List;
import org.springframework.stereotype.Component;

/** Listens to what workers tell of task runs. */
@Component
class RunsInbound implements EventInbound {

  private final Runs runs;

  RunsInbound(Runs runs) {
    this.runs = runs;
  }

  @Override
  public String name() {
    return "runs";
  }

  @Override
  public List<Topic> topics() {
    return List.of(Topic.RUNS);
  }

  @Override
  public void on(EventEnvelope<Event> envelope) {
    if (envelope.event() instanceof RunEvent event) {
      runs.on(event, envelope.sequence());
    }
  }
}
