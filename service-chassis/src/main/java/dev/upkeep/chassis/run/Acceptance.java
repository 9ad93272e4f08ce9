package dev.upkeep.chassis.run;

import dev.upkeep.chassis.outbox.Cause;
import dev.upkeep.events.MaintenanceAccepted;
import dev.upkeep.events.MaintenanceDue;
import dev.upkeep.events.TaskDescription.Access;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what is due. A run that cannot be done with what it was given is recorded as well and
 * fails at once, so that whoever asked for it is told why. One of a task that this worker does not
 * know may be for a newer one beside it, which claims it.
 */
final class Acceptance {
  private static final Logger log = LoggerFactory.getLogger(Acceptance.class);
  private static final String PRECHECK = "precheck";

  private final String service;
  private final Tasks tasks;
  private final KnownSystems systems;
  private final RunStore store;
  private final NotStarted notStarted;
  private final Runnable wakeClaims;

  Acceptance(
      String service,
      Tasks tasks,
      KnownSystems systems,
      RunStore store,
      NotStarted notStarted,
      Runnable wakeClaims) {
    this.service = service;
    this.tasks = tasks;
    this.systems = systems;
    this.store = store;
    this.notStarted = notStarted;
    this.wakeClaims = wakeClaims;
  }

  /** Why a run cannot be done here. */
  private record Refusal(String reason, String remedy) {}

  void on(MaintenanceDue due, Cause cause) {
    Optional<Tasks.KnownTask> task = tasks.of(due.run().kind());
    if (!store.runs().accept(due, cause, access(due, task), store.clock().instant())) {
      log.info(
          "The run {} is known already; being told again changes nothing", due.run().taskRunId());
      return;
    }
    store.outbox().add(new MaintenanceAccepted(due.run(), service), cause);
    if (task.isEmpty()) {
      log.warn(
          "This version does not know the task {}; the run {} is left to workers that do",
          due.run().kind(),
          due.run().taskRunId());
      return;
    }
    Optional<Refusal> refusal = refusal(due, task.get());
    if (refusal.isPresent()) {
      TaskRun run = store.runs().lock(due.run().taskRunId()).orElseThrow();
      notStarted.fail(run, PRECHECK, refusal.get().reason(), refusal.get().remedy());
    } else {
      store.transactions().afterCommit(wakeClaims);
    }
  }

  private static Access access(MaintenanceDue due, Optional<Tasks.KnownTask> task) {
    return due.run().dryRun()
        ? Access.READS
        // Of an unknown task the worst is supposed: it shares its component with nobody.
        : task.map(known -> known.description().access()).orElse(Access.WRITES);
  }

  private Optional<Refusal> refusal(MaintenanceDue due, Tasks.KnownTask task) {
    List<String> problems = task.parameters().problems(due.parameters());
    if (!problems.isEmpty()) {
      return Optional.of(
          new Refusal(
              "the parameters of %s are not valid: %s"
                  .formatted(due.run().kind(), String.join("; ", problems)),
              "Correct them in the runbook %s, or in what triggered it."
                  .formatted(due.run().runbook())));
    }
    return systemRefusal(due);
  }

  private Optional<Refusal> systemRefusal(MaintenanceDue due) {
    String system = due.run().system();
    Optional<String> mine = systems.hash(system);
    if (mine.isEmpty()) {
      return Optional.of(
          new Refusal(
              "%s has no file for the system %s".formatted(service, system),
              "Put the same systems/%s.yaml into the systems folder of %s that the scheduler has."
                  .formatted(system, service)));
    }
    if (!mine.get().equals(due.systemHash())) {
      return Optional.of(
          new Refusal(
              "systems/%s.yaml differs: the run was planned with %s, and %s has %s"
                  .formatted(system, shortly(due.systemHash()), service, shortly(mine.get())),
              "Give the scheduler and %s the same systems/%s.yaml, then run it again."
                  .formatted(service, system)));
    }
    return Optional.empty();
  }

  private static String shortly(String hash) {
    return hash.substring(0, Math.min(12, hash.length()));
  }
}
