package dev.upkeep.database.optimize;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.database.server.ServerVersion;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.Grants.Needed;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.util.List;
import java.util.Optional;

/** Whether the database can be optimized with this account. */
final class OptimizePrecheck {

  /** Without these nothing can be done. What else is in the grant script makes reports better. */
  static final List<Needed> NEEDED =
      List.of(
          new Needed("SELECT", "schema.*"),
          new Needed("INSERT", "schema.*"),
          new Needed("ALTER", "schema.*"),
          new Needed("CREATE", "schema.*"),
          new Needed("UPDATE", "schema.upkeep_fences"));

  private OptimizePrecheck() {}

  static Precheck of(TargetSession session, List<String> chosen) throws TargetProblem {
    ServerVersion.require(session);
    Optional<Precheck> refusal = Grants.of(session).refusal("database.optimize", NEEDED);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Tables tables = Tables.in(session);
    for (String name : chosen) {
      Table table = tables.require(name);
      if (!table.isBase() || !table.isInnoDb()) {
        return Precheck.fail(
            "'%s' is no InnoDB table (%s %s)."
                .formatted(name, table.kind().toLowerCase(java.util.Locale.ROOT), table.engine()),
            "Take it out of 'tables'; only InnoDB tables are optimized");
      }
    }
    return tables.all().stream().anyMatch(t -> t.isBase() && t.isInnoDb())
        ? Precheck.go()
        : Precheck.skip("There is no InnoDB table in the database");
  }
}
