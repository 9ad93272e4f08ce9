package dev.upkeep.database.cleanup;

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

  private static TakeRows.Taken move(Batch batch, Table source, Table archive, List<Column> columns)
      throws TargetProblem {
    Sealed sealed = batch.seal(columns, true);
    Sealed copied = batch.copyInto(archive, columns);
    long deleted = batch.delete();
    if (!copied.equals(sealed) || deleted != sealed.rows()) {
      throw TargetProblem.lasting(
          "A batch of '%s' had %d rows, of which %d were copied%s and %d deleted; it was taken back."
              .formatted(
                  source.name(),
                  sealed.rows(),
                  copied.rows(),
                  copied.digest().equals(sealed.digest()) ? "" : " with other values",
                  deleted),
          "Look for triggers on '%s' and '%s' that change rows"
              .formatted(source.name(), archive.name()));
    }
    return new TakeRows.Taken(sealed, columns, Optional.of(archive.name()));
  }

  private static String into(CleanupPolicy policy) {
    return switch (policy.action()) {
      case CleanupPolicy.Action.Archive archive -> archive.into();
      case CleanupPolicy.Action.Delete delete ->
          throw new IllegalArgumentException(policy.table() + " has no archive");
    };
  }
}
