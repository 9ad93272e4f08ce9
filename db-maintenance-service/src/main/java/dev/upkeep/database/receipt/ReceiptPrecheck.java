package dev.upkeep.database.receipt;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.database.server.ServerVersion;
import dev.upkeep.system.database.Grants;
import dev.upkeep.system.database.Grants.Needed;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.database.TargetSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether rows can be moved in batches with receipts, with this account on this server. */
public final class ReceiptPrecheck {

  private static final List<Needed> ALWAYS =
      List.of(
          new Needed("SELECT", "schema.*"),
          new Needed("INSERT", "schema.*"),
          new Needed("DELETE", "schema.*"),
          new Needed("CREATE", "schema.*"),
          new Needed("CREATE TEMPORARY TABLES", "schema.*"),
          new Needed("UPDATE", "schema.upkeep_fences"));

  private ReceiptPrecheck() {}

  /**
   * Looks.
   *
   * @param more what the task needs beside what every batch does
   * @throws TargetProblem if the server is not one that is supported
   */
  public static Precheck of(TargetSession session, List<Needed> more) throws TargetProblem {
    ServerVersion.require(session);
    List<Needed> needed = new ArrayList<>(ALWAYS);
    needed.addAll(more);
    if (ReceiptTable.isOld(session)) {
      needed.add(new Needed("ALTER", "schema.upkeep_receipts"));
    }
    Optional<Precheck> refusal = Grants.of(session).refusal("this task", needed);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    boolean statementLog =
        session
            .sql("SELECT @@log_bin = 1 AND @@session.binlog_format = 'STATEMENT'")
            .query(Boolean.class)
            .single();
    return statementLog
        ? Precheck.fail(
            "The server writes its binary log by statement; batches cannot be repeated exactly on a replica.",
            "Set binlog_format = ROW or MIXED on the server")
        : Precheck.go();
  }
}
