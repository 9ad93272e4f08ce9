package dev.upkeep.database.cleanup;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.database.receipt.ReceiptPrecheck;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.database.Grants.Needed;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.util.List;

/** Whether the policies can be followed with this account on this server. */
final class CleanupPrecheck {

  private CleanupPrecheck() {}

  static Precheck of(
      TargetSession session, List<CleanupPolicy> policies, boolean optimizeAfterwards)
      throws TargetProblem {
    if (policies.isEmpty()) {
      return Precheck.skip("The system file has no cleanup policy for this database");
    }
    return ReceiptPrecheck.of(
        session, optimizeAfterwards ? List.of(new Needed("ALTER", "schema.*")) : List.of());
  }
}
