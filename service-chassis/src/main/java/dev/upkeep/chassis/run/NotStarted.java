package dev.upkeep.chassis.run;

import dev.upkeep.events.Evidence;
import dev.upkeep.events.MaintenanceFailed;
import dev.upkeep.events.RunReport;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fails runs that nobody could start in time, and those that cannot be started at all. */
final class NotStarted {
  private static final Logger log = LoggerFactory.getLogger(NotStarted.class);
  private static final int BATCH = 50;

  private final Claims claims;
  private final RunStore store;

  NotStarted(Claims claims, RunStore store) {
    this.claims = claims;
    this.store = store;
  }

  void failThem() {
    for (UUID id : claims.notStartedInTime(store.clock().instant(), BATCH)) {
      store.transactions().inTransaction(() -> store.runs().lock(id).ifPresent(this::failOne));
    }
  }

  private void failOne(TaskRun run) {
    if (run.state() != RunState.ACCEPTED) {
      return;
    }
    List<UUID> holders = claims.holdersOf(run.ref().system(), run.ref().component());
    String busy =
        holders.isEmpty()
            ? "every slot of the workers was taken"
            : "its component %s was worked on by run %s"
                .formatted(
                    run.ref().component(),
                    holders.stream().map(UUID::toString).collect(Collectors.joining(", ")));
    fail(
        run,
        Attempt.LIMITS,
        "not started before %s: %s".formatted(run.startBefore(), busy),
        "Give the runbook another time, or the workers more slots (upkeep.run.slots).");
  }

  /** Within the caller's transaction, which holds the run's row. */
  void fail(TaskRun run, String step, String reason, String remedy) {
    log.warn("The run {} fails without having started: {}", run.id(), reason);
    RunReport report = nothingDone(store.clock().instant());
    store.runs().end(run, RunMove.FAIL, report);
    store.outbox().add(new MaintenanceFailed(run.ref(), reason, remedy, step, report), run.cause());
  }

  static RunReport nothingDone(Instant now) {
    return new RunReport(now, now, 0, List.of(), Evidence.none(), List.of(), List.of());
  }
}
