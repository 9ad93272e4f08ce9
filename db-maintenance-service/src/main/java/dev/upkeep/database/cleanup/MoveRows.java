package dev.upkeep.database.cleanup;

import dev.upkeep.database.receipt.ArchivedBatches;
import dev.upkeep.database.receipt.Taken;
import dev.upkeep.database.rows.Sealed;
import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetProblem;
import java.util.List;
import java.util.Optional;

/** Moves the old rows of one table to its archive table. */
final class MoveRows extends OldRowsStep {

  static final String NAME = "move-rows";

  MoveRows(TargetDatabases databases, Policies policies, String table) {
    super(databases, policies, table);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  String receiptAction() {
    return ArchivedBatches.ARCHIVE;
  }

  @Override
  String verb() {
    return "move";
  }

  @Override
  TakeRows.Taking taking(Tables tables, Table source, CleanupPolicy policy) throws TargetProblem {
    Table archive = tables.require(into(policy));
    List<Column> columns = ArchiveFit.copied(source, archive);
    return (batch, files) -> move(batch, source, archive, columns);
  }

  private static Taken move(Batch batch, Table source, Table archive, List<Column> columns) {
    Tally copied = batch.copyInto(archive, columns);
    Sealed deleted = batch.deleteCopied(columns);
    if (!copied.sealed().equals(deleted)) {
      throw new RowsDiffer(
          TargetProblem.lasting(
              "Of a batch of '%s' %d rows were copied, and %d deleted%s; it was taken back."
                  .formatted(
                      source.name(),
                      copied.sealed().rows(),
                      deleted.rows(),
                      copied.sealed().rows() == deleted.rows() ? " with other values" : ""),
              "Look for triggers on '%s' and '%s' that change rows"
                  .formatted(source.name(), archive.name())));
    }
    return new Taken(
        deleted,
        columns,
        copied.first(),
        copied.last(),
        Optional.of(new Taken.Archived(archive.name(), copied.keys())));
  }

  private static String into(CleanupPolicy policy) {
    return switch (policy.action()) {
      case CleanupPolicy.Action.Archive archive -> archive.into();
      case CleanupPolicy.Action.Delete delete ->
          throw new IllegalArgumentException(policy.table() + " has no archive");
    };
  }
}
