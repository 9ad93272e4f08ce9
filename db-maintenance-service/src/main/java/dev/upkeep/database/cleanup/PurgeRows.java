package dev.upkeep.database.cleanup;

import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.database.TargetDatabases;

/** Deletes the old rows of one table. */
final class PurgeRows extends OldRowsStep {

  static final String NAME = "purge-rows";

  PurgeRows(TargetDatabases databases, Policies policies, String table) {
    super(databases, policies, table);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  String receiptAction() {
    return "delete";
  }

  @Override
  String verb() {
    return "delete";
  }

  @Override
  TakeRows.Taking taking(Tables tables, Table source, CleanupPolicy policy) {
    return Batch::delete;
  }
}
