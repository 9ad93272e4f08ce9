package dev.upkeep.notification.outcome;

import dev.upkeep.chassis.inbox.EventInbound;
import dev.upkeep.events.Event;
import dev.upkeep.events.RunbookEvent;
import dev.upkeep.events.RunbookStarted;
import dev.upkeep.events.Topic;
import dev.upkeep.events.envelope.EventEnvelope;
import dev.upkeep.events.envelope.UnacceptableEvent;
import dev.upkeep.notification.delivery.Deliveries;
import dev.upkeep.notification.delivery.Planned;
import dev.upkeep.notification.delivery.Threads;
import dev.upkeep.notification.message.Notice;
import dev.upkeep.notification.stakeholder.Addressee;
import dev.upkeep.notification.stakeholder.Addressing;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.SystemsFolder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to how runs and runbooks fare. */
class Outcomes implements EventInbound {
  private static final Logger log = LoggerFactory.getLogger(Outcomes.class);

  private final SystemsFolder systems;
  private final Threads threads;
  private final Deliveries deliveries;

  Outcomes(SystemsFolder systems, Threads threads, Deliveries deliveries) {
    this.systems = systems;
    this.threads = threads;
    this.deliveries = deliveries;
  }

  @Override
  public String name() {
    return "outcomes";
  }

  @Override
  public List<Topic> topics() {
    return List.of(Topic.RUNS, Topic.RUNBOOKS);
  }

  @Override
  public void on(EventEnvelope<Event> envelope) throws UnacceptableEvent {
    if (envelope.event() instanceof RunbookStarted started) {
      var run = started.run();
      threads.hold(run.runbookRunId(), run.system(), run.runbook(), Optional.of(run.title()));
      return;
    }
    Optional<Notice> notice = Notice.in(envelope.event());
    if (notice.isPresent()) {
      tell(envelope, notice.get());
    }
  }

  private void tell(EventEnvelope<Event> envelope, Notice notice) throws UnacceptableEvent {
    List<Addressee> addressees = Addressing.of(system(notice), notice);
    UUID run = notice.runbookRunId();
    threads.hold(run, notice.event().system(), notice.runbook(), title(notice));
    Instant asOf = notice.asOf().orElse(envelope.time());
    List<Planned> planned = Telling.decide(notice, asOf, addressees, threads.told(run));
    if (planned.isEmpty()) {
      log.info(
          "Nobody has subscribed to {} of {}: nobody is told about run {}.",
          notice.kind(),
          notice.event().system(),
          run);
    }
    deliveries.add(envelope, notice, threads.title(run), planned);
  }

  /** Without the system's file nobody knows who is to be told: the event waits in quarantine. */
  private MaintainedSystem system(Notice notice) throws UnacceptableEvent {
    String name = notice.event().system();
    return systems
        .named(name)
        .orElseThrow(
            () ->
                new UnacceptableEvent(
                    UnacceptableEvent.Reason.REFUSED,
                    "there is no usable file of the system '%s' in %s, so nobody can be told; add or correct it, then replay this"
                        .formatted(name, systems.folder())));
  }

  private static Optional<String> title(Notice notice) {
    return notice.event() instanceof RunbookEvent ofRunbook
        ? Optional.of(ofRunbook.run().title())
        : Optional.empty();
  }
}
