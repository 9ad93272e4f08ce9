package dev.upkeep.database.query;

import dev.upkeep.events.Evidence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a query cost when the server ran it. What decides is counted, not timed: rows read are the
 * same on a busy machine and on an idle one.
 *
 * @param query its name
 * @param rowsRead rows that the server fetched from tables and indexes for it
 * @param tookMicros how long it took
 * @param plan how the server went about it
 * @param misestimates where the optimizer was far off
 * @param problem why it could not be measured; empty if it could
 */
public record QueryCost(
    String query,
    long rowsRead,
    long tookMicros,
    List<TableAccess> plan,
    List<Misestimate> misestimates,
    String problem) {

  /** Fewer rows than these are never worth a word. */
  private static final long FEW = 100;

  public QueryCost {
    plan = List.copyOf(plan);
    misestimates = List.copyOf(misestimates);
  }

  static QueryCost unmeasured(String query, String problem) {
    return new QueryCost(query, 0, 0, List.of(), List.of(), problem);
  }

  public boolean measured() {
    return problem.isEmpty();
  }

  /** The indexes it used. */
  public List<String> keys() {
    return plan.stream().map(TableAccess::key).filter(key -> !key.isEmpty()).distinct().toList();
  }

  public boolean uses(String index) {
    return keys().stream().anyMatch(index::equalsIgnoreCase);
  }

  /**
   * Whether it costs clearly more than before.
   *
   * @param tolerance a share: 0.1 lets a tenth more pass
   */
  public boolean worseThan(QueryCost before, double tolerance) {
    if (!before.measured()) {
      return false;
    }
    return !measured()
        || (rowsRead > before.rowsRead * (1 + tolerance) && rowsRead - before.rowsRead > FEW);
  }

  /** Whether it costs clearly less than before. */
  public boolean betterThan(QueryCost before, double tolerance) {
    return measured() && (!before.measured() || rowsRead < before.rowsRead * (1 - tolerance));
  }

  /** As evidence has it. */
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    if (measured()) {
      figures.put("rows-read", rowsRead);
      figures.put("took-ms", tookMicros / 1000.0);
      figures.put("indexes", keys());
    } else {
      figures.put("not-measured", problem);
    }
    return figures;
  }

  /** All of them by name, as evidence has it. */
  public static Evidence evidence(List<QueryCost> costs) {
    Map<String, Object> queries = new LinkedHashMap<>();
    costs.forEach(cost -> queries.put(cost.query(), cost.figures()));
    return Evidence.of("queries", queries);
  }
}
