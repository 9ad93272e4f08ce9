package dev.upkeep.database.performance;

import dev.upkeep.database.query.QueryCost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of trying an index on a copy. */
sealed interface Trial {

  /** An index that saves less than this is not worth what each write pays for it. */
  int TIMES = 2;

  /**
   * It was tried.
   *
   * @param on which copy
   * @param savings of each query that it was thought of for
   */
  record Tried(String on, List<Saving> savings) implements Trial {
    public Tried {
      savings = List.copyOf(savings);
    }

    boolean helps() {
      return savings.stream().anyMatch(Saving::helps);
    }

    /** As evidence has it. */
    Map<String, Object> figures() {
      Map<String, Object> queries = new LinkedHashMap<>();
      savings.forEach(saving -> queries.put(saving.query(), saving.figures()));
      return queries;
    }
  }

  /** It was not. */
  record NotTried(String why) implements Trial {}

  /** What a query costs without the index, and with it. */
  record Saving(String query, QueryCost before, QueryCost after) {
    boolean helps() {
      return after.measured()
          && (!before.measured() || after.rowsRead() * TIMES <= before.rowsRead());
    }

    private Map<String, Object> figures() {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("rows-read-before", before.measured() ? before.rowsRead() : before.problem());
      figures.put("rows-read-after", after.measured() ? after.rowsRead() : after.problem());
      return figures;
    }
  }
}
