package dev.upkeep.chassis.run;

import dev.upkeep.chassis.run.TaskRun.Question;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the runs in this worker's hands: leases that have ended, limits that are passed,
 * steps that do not stop. Touches no database, so that nothing keeps it from looking.
 */
final class Supervisor {
  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);
  private static final Duration EVERY = Duration.ofMillis(50);

  private final HeldRuns held;
  private final RunParts parts;
  private final Clock clock;
  private final Repeating loop = new Repeating("run-supervisor", this::turn);

  Supervisor(HeldRuns held, RunParts parts) {
    this.held = held;
    this.parts = parts;
    this.clock = parts.store().clock();
  }

  void start() {
    loop.start();
  }

  void stop() {
    loop.stop();
  }

  private Duration turn() {
    for (HeldRun run : held.all()) {
      checkRunLimit(run);
      if (run.supervise(parts.settings().patience(), parts.settings().stuck())) {
        leaveToOperator(run);
      }
    }
    return EVERY;
  }

  private void checkRunLimit(HeldRun held) {
    TaskRun run = held.run();
    if (run.failure() == null && clock.instant().isAfter(run.mustEndBy(held.since()))) {
      held.ask(
          new Stop.RunOverLimit(
              "the run took longer than its limit of " + HeldRun.words(run.limit())));
    }
  }

  /** The step's code does not react: it keeps its thread, but the run does not wait for it. */
  private void leaveToOperator(HeldRun run) {
    String step = run.workName();
    log.error(
        "Step {} of run {} reacts to nothing; an operator has to restart this worker and then say what happened",
        step,
        run.id());
    OwnThreads.waiting(
        "ask-about-" + run.id(),
        () -> {
          new RunRecord(parts.store(), parts.leftovers(), run)
              .ask(
                  new Question(
                      Question.About.STEP,
                      step,
                      "the step had to stop and reacts to nothing",
                      "Restart the worker %s first. Then: did the step's effect happen?"
                          .formatted(parts.instance())));
          run.ask(new Stop.LeaseGone());
        });
  }
}
