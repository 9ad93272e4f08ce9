package dev.upkeep.database.cleanup;

import dev.upkeep.database.receipt.Taken;
import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Column.Generation;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.database.TargetDatabases;
import java.util.List;
import java.util.Optional;

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
  Optional<String> hindrance(CleanupPolicy policy) {
    return FileFolder.problemOf(policy)
        .map(
            problem ->
                "The rows of '%s' stay, since their files would: %s"
                    .formatted(policy.table(), problem));
  }

  @Override
  TakeRows.Taking taking(Tables tables, Table source, CleanupPolicy policy) {
    List<Column> columns =
        source.columns().stream().filter(c -> c.generation() == Generation.NONE).toList();
    return (batch, files) -> purge(batch, columns, files);
  }

  private static Taken purge(Batch batch, List<Column> columns, Optional<NotedFiles> files) {
    Tally deleted = batch.delete(columns, files);
    return new Taken(deleted.sealed(), columns, deleted.first(), deleted.last(), Optional.empty());
  }
}
