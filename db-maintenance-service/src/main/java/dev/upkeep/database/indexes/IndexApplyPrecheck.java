package dev.upkeep.database.indexes;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.database.server.ServerVersion;
import dev.upkeep.system.WantedIndex;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.Grants.Needed;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.util.List;

/** Whether indexes can be changed with this account on this server. */
final class IndexApplyPrecheck {

  /** Without these nothing can be done. What else is in the grant script makes reports better. */
  private static final List<Needed> NEEDED =
      List.of(
          new Needed("SELECT", "schema.*"),
          new Needed("INSERT", "schema.*"),
          new Needed("ALTER", "schema.*"),
          new Needed("CREATE", "schema.*"),
          new Needed("UPDATE", "schema.upkeep_fences"));

  private IndexApplyPrecheck() {}

  static Precheck of(TargetSession session, List<WantedIndex> wanted) throws TargetProblem {
    if (wanted.isEmpty()) {
      return Precheck.skip("Neither the system file nor the parameters name an index");
    }
    ServerVersion.require(session);
    return Grants.of(session).refusal("database.index-apply", NEEDED).orElseGet(Precheck::go);
  }
}
