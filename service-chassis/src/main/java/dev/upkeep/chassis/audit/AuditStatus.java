package dev.upkeep.chassis.audit;

import dev.upkeep.chassis.web.StatusPart;
import java.util.Map;

/** Where the audit trail ends: told to whoever asks, so that a cut-off end can be noticed. */
final class AuditStatus implements StatusPart {
  private final AuditTrail trail;

  AuditStatus(AuditTrail trail) {
    this.trail = trail;
  }

  @Override
  public Map<String, Object> status() {
    AuditTrail.Head head = trail.head();
    return Map.of("auditEntries", head.seq(), "auditHead", head.hash());
  }
}
