package dev.upkeep.database.cleanup;

import dev.upkeep.database.table.Column;
import dev.upkeep.database.table.Column.Generation;
import dev.upkeep.database.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether an archive table takes the rows of a table unchanged. */
final class ArchiveFit {

  private ArchiveFit() {}

  /** What does not fit, one sentence each; empty if all does. */
  static List<String> misfits(Table source, Table archive) {
    List<String> misfits = new ArrayList<>();
    for (Column column : source.columns()) {
      Optional<Column> kept = archive.column(column.name());
      if (kept.isEmpty()) {
        misfits.add(
            "the archive '%s' has no column '%s' (%s)"
                .formatted(archive.name(), column.name(), column.columnType()));
      } else {
        misfit(archive, column, kept.get()).ifPresent(misfits::add);
      }
    }
    for (Column column : archive.columns()) {
      if (source.column(column.name()).isEmpty()
          && column.generation() == Generation.NONE
          && !column.hasDefault()) {
        misfits.add(
            "the archive '%s' has a column '%s' of its own without a default"
                .formatted(archive.name(), column.name()));
      }
    }
    return misfits;
  }

  private static Optional<String> misfit(Table archive, Column column, Column kept) {
    String where = "the column '%s' of the archive '%s'".formatted(column.name(), archive.name());
    if (!kept.columnType().equalsIgnoreCase(column.columnType())) {
      return Optional.of(
          "%s is %s, not %s".formatted(where, kept.columnType(), column.columnType()));
    }
    if (!kept.charset().equals(column.charset())) {
      return Optional.of(
          "%s has the character set %s, not %s"
              .formatted(where, kept.charset().orElse("none"), column.charset().orElse("none")));
    }
    if (column.nullable() && !kept.nullable()) {
      return Optional.of(where + " must not be NULL, but may be in the table");
    }
    if (column.generation() == Generation.NONE && kept.generation() != Generation.NONE) {
      return Optional.of(where + " is computed, but has values of its own in the table");
    }
    return Optional.empty();
  }

  /** The columns to be copied: all but those that the archive computes itself. */
  static List<Column> copied(Table source, Table archive) {
    return source.columns().stream()
        .filter(
            column ->
                archive
                    .column(column.name())
                    .filter(c -> c.generation() == Generation.NONE)
                    .isPresent())
        .toList();
  }
}
