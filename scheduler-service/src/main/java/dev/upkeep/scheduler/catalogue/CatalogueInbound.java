package dev.upkeep.scheduler.catalogue;

import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.inbox.EventInbound;
import dev.upkeep.events.Event;
import dev.upkeep.events.TaskAnnounced;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.EventEnvelope;
import java.util.List;
import org.springframework.stereotype.Component;

/** Listens to services that announce their tasks. */
@Component
class CatalogueInbound implements EventInbound {

  private final KnownTasks known;
  private final Catalogue catalogue;
  private final Transactions transactions;

  CatalogueInbound(KnownTasks known, Catalogue catalogue, Transactions transactions) {
    this.known = known;
    this.catalogue = catalogue;
    this.transactions = transactions;
  }

  @Override
  public String name() {
    return "catalogue";
  }

  @Override
  public List<Topic> topics() {
    return List.of(Topic.CATALOGUE);
  }

  @Override
  public void on(EventEnvelope<Event> envelope) {
    if (envelope.event() instanceof TaskAnnounced announced) {
      known.put(announced.description());
      transactions.afterCommit(catalogue::refresh);
    }
  }
}
