package dev.upkeep.chassis.run;

import dev.upkeep.chassis.service.Phases;
import dev.upkeep.chassis.web.StatusPart;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs tasks from the service's start to its stop. Stopping drains: nothing more is claimed, steps
 * that work may come to their end for a while, and what is then still under way is handed over.
 */
final class WorkerRuns implements SmartLifecycle, StatusPart {
  private static final Logger log = LoggerFactory.getLogger(WorkerRuns.class);

  private final RunParts parts;
  private final Claims claims;
  private final HeldRuns held;
  private final NotStarted notStarted;
  private final LeaseKeeper leaseKeeper;
  private final Supervisor supervisor;
  private final ClaimLoop claimLoop;
  private volatile boolean running;

  WorkerRuns(
      RunParts parts, Claims claims, HeldRuns held, LeaseKeeper.Connections leaseConnections) {
    WorkerIdentity identity = WorkerIdentity.ofThisProcess(parts.instance());
    this.parts = parts;
    this.claims = claims;
    this.held = held;
    this.notStarted = new NotStarted(claims, parts.store());
    this.leaseKeeper = new LeaseKeeper(held, identity.text(), parts.settings(), leaseConnections);
    this.supervisor = new Supervisor(held, parts);
    this.claimLoop = new ClaimLoop(claims, notStarted, held, identity, parts);
  }

  NotStarted notStarted() {
    return notStarted;
  }

  @Override
  public Map<String, Object> status() {
    return Map.of("worker", true, "runsActive", held.size(), "runSlots", parts.settings().slots());
  }

  /** There may be work. */
  void wake() {
    claimLoop.wake();
  }

  @Override
  public void start() {
    int released = claims.releaseThoseOfDeadWorkers();
    if (released > 0) {
      log.info("{} runs of workers that died on this host are taken over at once", released);
    }
    supervisor.start();
    leaseKeeper.start();
    claimLoop.start();
    running = true;
  }

  @Override
  public void stop() {
    claimLoop.stop();
    if (!claimLoop.isIdle()) {
      log.info(
          "{} runs are under way; they have {} to come to the end of a step",
          held.size(),
          parts.settings().drain());
    }
    held.all().forEach(HeldRun::drain);
    claimLoop.awaitIdle(parts.settings().drain());
    held.all().forEach(run -> run.ask(new Stop.HandOver()));
    claimLoop.awaitIdle(parts.settings().patience().multipliedBy(3));
    if (!claimLoop.isIdle()) {
      log.warn(
          "{} runs could not be handed over; they are taken over when their leases end",
          held.size());
    }
    leaseKeeper.stop();
    supervisor.stop();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Phases.RUNS;
  }
}
