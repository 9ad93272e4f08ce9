package dev.upkeep.database.cleanup;

import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Column.Generation;
import dev.upkeep.database.table.Table;
import dev.upkeep.database.table.Tables;
import dev.upkeep.system.CleanupPolicy;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetProblem;
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
    return (batch, files) -> purge(batch, source, files);
  }

  private static TakeRows.Taken purge(Batch batch, Table source, Optional<NotedFiles> files)
      throws TargetProblem {
    List<Column> columns =
        source.columns().stream().filter(c -> c.generation() == Generation.NONE).toList();
    Sealed sealed = batch.seal(columns, false);
    files.ifPresent(batch::note);
    long deleted = batch.delete();
    if (deleted != sealed.rows()) {
      throw TargetProblem.lasting(
          "A batch of '%s' had %d rows, of which %d were deleted; it was taken back."
              .formatted(source.name(), sealed.rows(), deleted),
          "Look for triggers on '%s' that change rows".formatted(source.name()));
    }
    return new TakeRows.Taken(sealed, columns, Optional.empty());
  }
}
