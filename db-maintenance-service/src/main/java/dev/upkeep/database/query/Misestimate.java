package dev.upkeep.database.query;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A table of which the optimizer expected a condition to let through far more or far fewer rows
 * than it did, from {@code ANALYZE FORMAT=JSON}. How many rows an index finds is left out: InnoDB
 * looks that up, and histograms do not change it.
 *
 * @param table the table's name or, where the query gives it one, its alias
 * @param expectedPercent of the rows that were looked at, so many were expected to pass
 * @param reallyPercent so many did
 */
public record Misestimate(String table, double expectedPercent, double reallyPercent) {

  /** Less than this is how estimates are. */
  private static final double TIMES = 10;

  /** Of fewer rows a share says nothing. */
  private static final double ENOUGH_ROWS = 1000;

  /** All of them in a query that was run. */
  static List<Misestimate> in(JsonNode analyzed) {
    List<Misestimate> found = new ArrayList<>();
    collect(analyzed, found);
    return found;
  }

  private static void collect(JsonNode node, List<Misestimate> into) {
    if (node.isArray()) {
      for (JsonNode item : node) {
        collect(item, into);
      }
    }
    for (var part : node.properties()) {
      JsonNode table = part.getValue();
      if (part.getKey().equals("table")
          && table.has("r_filtered")
          && table.path("r_rows").asDouble(0) * table.path("r_loops").asDouble(0) >= ENOUGH_ROWS) {
        var seen =
            new Misestimate(
                table.path("table_name").asString(""),
                table.path("filtered").asDouble(100),
                table.path("r_filtered").asDouble(100));
        if (seen.isFarOff(table.path("r_rows").asDouble(0))) {
          into.add(seen);
        }
      }
      collect(table, into);
    }
  }

  /** A share of nothing at all is taken as that of one row. */
  private boolean isFarOff(double rows) {
    double really = Math.max(reallyPercent, 100 / rows);
    double expected = Math.max(expectedPercent, 100 / rows);
    return really >= expected * TIMES || expected >= really * TIMES;
  }
}
