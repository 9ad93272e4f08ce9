package dev.upkeep.notification.delivery;

import dev.upkeep.chassis.web.Needs;
import dev.upkeep.chassis.web.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who was told what, and what became of it. */
@RestController
@RequestMapping("/api/v1/deliveries")
class DeliveriesController {
  private static final int MOST = 1000;

  private final Ledger ledger;

  DeliveriesController(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Newest first; every parameter narrows the list. */
  @GetMapping
  @Needs(Role.VIEWER)
  Map<String, List<LedgerEntry>> deliveries(
      @RequestParam Optional<DeliveryState> state,
      @RequestParam Optional<UUID> run,
      @RequestParam("possible-duplicate") Optional<Boolean> possibleDuplicate,
      @RequestParam(defaultValue = "100") int limit) {
    return Map.of(
        "deliveries",
        ledger.find(
            new Ledger.Query(
                state.orElse(null),
                run.orElse(null),
                possibleDuplicate.orElse(null),
                Math.clamp(limit, 1, MOST))));
  }
}
