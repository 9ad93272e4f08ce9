package dev.upkeep.chassis.finding;

import dev.upkeep.chassis.web.Needs;
import dev.upkeep.chassis.web.Role;
import dev.upkeep.events.Finding;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What this service's looking has brought to light and is not resolved. */
@RestController
final class FindingsController {
  private final Findings findings;

  FindingsController(Findings findings) {
    this.findings = findings;
  }

  @Needs(Role.VIEWER)
  @GetMapping("/api/v1/findings")
  Map<String, List<Finding>> open() {
    return Map.of("findings", findings.open());
  }
}
