package dev.upkeep.scheduler.operator;

import dev.upkeep.chassis.time.Pauses;
import dev.upkeep.chassis.web.Needs;
import dev.upkeep.chassis.web.Problems;
import dev.upkeep.chassis.web.Role;
import dev.upkeep.scheduler.flow.RunView;
import dev.upkeep.scheduler.flow.Runs;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * A run as it changes: server-sent events, one with the whole run after each change, the last at
 * its end. Read from the database, because the worker's word may reach another instance than the
 * one that is asked. When the service stops the streams end; whoever follows asks again.
 */
@RestController
class ProgressController implements ApplicationListener<ContextClosedEvent> {

  private static final Duration EVERY = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int MOST_FOLLOWERS = 50;

  private final Runs runs;
  private final Semaphore followers = new Semaphore(MOST_FOLLOWERS);
  private final Pauses pauses = new Pauses();

  ProgressController(Runs runs) {
    this.runs = runs;
  }

  @Needs(Role.VIEWER)
  @GetMapping(path = "/api/v1/runs/{id}/progress", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter progress(@PathVariable UUID id) {
    if (runs.version(id).isEmpty()) {
      throw RunsController.unknown(id);
    }
    if (!followers.tryAcquire()) {
      throw Problems.conflict(
          "%d others follow runs already; ask for the run itself instead"
              .formatted(MOST_FOLLOWERS));
    }
    SseEmitter emitter = new SseEmitter(LONGEST.toMillis());
    Thread.ofVirtual().name("follow-" + id).start(() -> follow(id, emitter));
    return emitter;
  }

  private void follow(UUID run, SseEmitter emitter) {
    try {
      long told = -1;
      boolean ended = false;
      do {
        long version = runs.version(run).orElseThrow();
        if (version != told) {
          RunView view = runs.find(run).orElseThrow();
          emitter.send(SseEmitter.event().name("run").id(Long.toString(view.version())).data(view));
          told = view.version();
          ended = view.state().isEnd();
        }
      } while (!ended && pauses.pause(EVERY));
      emitter.complete();
    } catch (IOException | IllegalStateException gone) {
      // Whoever followed has gone, or the hour is over; the run does not care.
      emitter.complete();
    } catch (RuntimeException e) {
      emitter.completeWithError(e);
    } finally {
      followers.release();
    }
  }

  @Override
  public void onApplicationEvent(ContextClosedEvent event) {
    pauses.stop();
  }
}
