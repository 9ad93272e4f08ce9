package dev.upkeep.database.indexes;

import dev.upkeep.database.indexes.Decision.Do;
import dev.upkeep.database.indexes.Decision.Nothing;
import dev.upkeep.database.indexes.Decision.Refuse;
import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether an index may go. First the optimizer ignores it, which can be taken back in an instant;
 * only when nobody has missed it for the length of the trial is it dropped.
 */
final class DropRules {

  private DropRules() {}

  /**
   * Decides.
   *
   * @param foreignKeys the columns of each foreign key that needs an index on this table
   * @param ignoredSince when the trial began, if one of ours did
   */
  static Decision decide(
      Table table,
      String name,
      List<List<String>> foreignKeys,
      Optional<Instant> ignoredSince,
      Duration trial,
      Instant now) {
    Optional<Index> there = table.index(name);
    if (there.isEmpty()) {
      return new Nothing("it is not there");
    }
    Index index = there.get();
    if (index.isPrimary() || index.unique()) {
      return new Refuse(
          "'%s' of '%s' forbids doubles: it is more than a way to find rows"
              .formatted(index.name(), table.name()),
          "Take it out of the list; to allow doubles is a change of the application");
    }
    for (List<String> columns : foreignKeys) {
      if (leads(index, columns)
          && table.indexes().stream()
              .noneMatch(other -> !other.equals(index) && leads(other, columns))) {
        return new Refuse(
            "'%s' of '%s' is what the foreign key on (%s) stands on"
                .formatted(index.name(), table.name(), String.join(", ", columns)),
            "Take it out of the list");
      }
    }
    if (!index.ignored() || ignoredSince.isEmpty()) {
      return work(table, index, Work.Kind.IGNORE);
    }
    Instant over = ignoredSince.get().plus(trial);
    return over.isAfter(now)
        ? new Nothing("its trial without it goes on until " + over)
        : work(table, index, Work.Kind.DROP);
  }

  private static Do work(Table table, Index index, Work.Kind kind) {
    return new Do(new Work(table.name(), index.name(), kind, index.parts(), index.ignored()));
  }

  /** In any order, since that is all a foreign key asks of the columns at the front. */
  private static boolean leads(Index index, List<String> columns) {
    List<String> first = index.columns().stream().limit(columns.size()).toList();
    return index.isBtree()
        && first.size() == columns.size()
        && columns.stream().allMatch(column -> first.stream().anyMatch(column::equalsIgnoreCase));
  }
}
