package dev.upkeep.database.unarchive;

import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Column.Generation;
import dev.upkeep.database.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a table takes archived rows back. */
final class ReturnFit {

  private ReturnFit() {}

  /** What keeps archived rows from going back, one sentence each; empty if nothing does. */
  static List<String> misfits(Table archive, Table source) {
    List<String> misfits = new ArrayList<>();
    for (Column column : source.columns()) {
      Optional<Column> kept = archive.column(column.name());
      if (kept.isEmpty() && column.generation() == Generation.NONE && !column.hasDefault()) {
        misfits.add(
            "'%s' has a column '%s' without a default that the archive '%s' does not have"
                .formatted(source.name(), column.name(), archive.name()));
      } else if (kept.isPresent()
          && column.generation() == Generation.NONE
          && (!kept.get().columnType().equalsIgnoreCase(column.columnType())
              || !kept.get().charset().equals(column.charset()))) {
        misfits.add(
            "the column '%s' of '%s' is %s now, but %s in the archive '%s'"
                .formatted(
                    column.name(),
                    source.name(),
                    column.columnType(),
                    kept.get().columnType(),
                    archive.name()));
      }
    }
    return misfits;
  }
}
