package dev.upkeep.chassis.finding;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.upkeep.chassis.web.Needs;
import dev.upkeep.chassis.web.Role;
import dev.upkeep.events.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What this service's looking has brought to light. */
@RestController
final class FindingsController {
  private final Findings findings;

  FindingsController(Findings findings) {
    this.findings = findings;
  }

  /**
   * A finding, and how it stands.
   *
   * @param resolvedAt null while it is there
   */
  record Known(@JsonUnwrapped Finding finding, @Nullable Instant resolvedAt) {}

  /** Those that are there, and on request the latest that were resolved. */
  @Needs(Role.VIEWER)
  @GetMapping("/api/v1/findings")
  Map<String, List<Known>> findings(@RequestParam(defaultValue = "false") boolean resolved) {
    return Map.of("findings", findings.known(resolved));
  }
}
