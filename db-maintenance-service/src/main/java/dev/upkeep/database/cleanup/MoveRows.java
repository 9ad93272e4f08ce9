package dev.upkeep.database.cleanup;

import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetProblem;
import java.util.List;

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
    return "archive";
  }

  @Override
  String verb() {
    return "move";
  }

  @Override
  TakeRows.Taking taking(Tables tables, Table source, CleanupPolicy policy) throws TargetProblem {
    Table archive = tables.require(into(policy));
    List<String> columns = ArchiveFit.copied(source, archive);
    return batch -> move(batch, source, archive, columns);
  }

  private static long move(Batch batch, Table source, Table archive, List<String> columns)
      throws TargetProblem {
    long copied = batch.copyInto(archive, columns);
    long deleted = batch.delete();
    if (copied != deleted) {
      throw TargetProblem.lasting(
          "A batch of '%s' copied %d rows and deleted %d; it was taken back."
              .formatted(source.name(), copied, deleted),
          "Look for triggers on '%s' and '%s' that change rows"
              .formatted(source.name(), archive.name()));
    }
    return copied;
  }

  private static String into(CleanupPolicy policy) {
    return switch (policy.action()) {
      case CleanupPolicy.Action.Archive archive -> archive.into();
      case CleanupPolicy.Action.Delete delete ->
          throw new IllegalArgumentException(policy.table() + " has no archive");
    };
  }
}
