package dev.upkeep.database.advice;

import dev.upkeep.database.table.Index;
import dev.upkeep.database.table.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * An index that another one makes superfluous: the same columns, or the first columns of it.
 *
 * @param index the one that could go
 * @param by the one that does its work
 * @param duplicate whether both have the same columns
 */
public record Redundancy(Index index, Index by, boolean duplicate) {

  /** Those of a table; of two equal ones the second is told. */
  public static List<Redundancy> in(Table table) {
    List<Redundancy> redundancies = new ArrayList<>();
    List<Index> indexes = table.indexes();
    for (int i = 0; i < indexes.size(); i++) {
      for (int j = 0; j < indexes.size(); j++) {
        Index one = indexes.get(i);
        Index other = indexes.get(j);
        if (i != j && makesSuperfluous(other, one, j < i)) {
          redundancies.add(new Redundancy(one, other, other.hasJust(one.parts())));
          break;
        }
      }
    }
    return redundancies;
  }

  private static boolean makesSuperfluous(Index by, Index index, boolean first) {
    if (!by.isBtree() || !index.isBtree() || by.ignored() || !by.beginsWith(index.parts())) {
      return false;
    }
    if (!by.hasJust(index.parts())) {
      // A unique index of fewer columns forbids what the longer one allows.
      return !index.unique();
    }
    if (index.unique() != by.unique()) {
      return !index.unique();
    }
    return !index.isPrimary() && (first || by.isPrimary());
  }
}
