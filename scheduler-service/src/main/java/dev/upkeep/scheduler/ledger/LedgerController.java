package dev.upkeep.scheduler.ledger;

import dev.upkeep.chassis.web.Needs;
import dev.upkeep.chassis.web.Role;
import dev.upkeep.scheduler.ledger.LedgerEntry.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Why did this run last night, or why did it not? */
@RestController
class LedgerController {

  private static final int MOST = 1000;

  private final Ledger ledger;
  private final Clock clock;

  LedgerController(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  record Entries(List<LedgerEntry> ledger) {}

  @Needs(Role.VIEWER)
  @GetMapping("/api/v1/ledger")
  Entries ledger(
      @RequestParam(required = false) @Nullable String runbook,
      @RequestParam(required = false) @Nullable Outcome outcome,
      @RequestParam(required = false) @Nullable Instant before,
      @RequestParam(defaultValue = "50") int limit) {
    // A little ahead of the clock, so that what is decided in this moment is in the answer.
    Instant end = before == null ? clock.instant().plus(Duration.ofDays(1)) : before;
    return new Entries(ledger.latest(runbook, outcome, end, Math.clamp(limit, 1, MOST)));
  }
}
