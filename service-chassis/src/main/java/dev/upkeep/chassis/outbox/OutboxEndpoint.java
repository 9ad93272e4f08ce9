package dev.upkeep.chassis.outbox;

import dev.upkeep.chassis.outbox.WaitingEntries.Waiting;
import dev.upkeep.chassis.web.Needs;
import dev.upkeep.chassis.web.Problems;
import dev.upkeep.chassis.web.Reason;
import dev.upkeep.chassis.web.Role;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The outbox, for people. */
@RestController
final class OutboxEndpoint {
  private static final int SHOWN = 200;

  private final WaitingEntries entries;

  OutboxEndpoint(WaitingEntries entries) {
    this.entries = entries;
  }

  @Needs(Role.VIEWER)
  @GetMapping("/api/v1/outbox")
  Map<String, List<Waiting>> outbox() {
    return Map.of("entries", entries.first(SHOWN));
  }

  @Needs(Role.OPERATOR)
  @PostMapping("/api/v1/outbox/{id}/unblock")
  Map<String, String> unblock(@PathVariable UUID id, @RequestBody Reason reason, Principal person) {
    if (!entries.unblock(id, person.getName(), reason.required())) {
      throw Problems.notFound("no blocked entry has the id " + id);
    }
    return Map.of("id", id.toString(), "state", "unblocked");
  }
}
