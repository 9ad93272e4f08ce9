package dev.upkeep.database.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a query gets at one of its tables, from {@code EXPLAIN FORMAT=JSON} or {@code ANALYZE
 * FORMAT=JSON}. Conditions are left out on purpose: they hold the query's literals.
 *
 * @param table the table's name or, where the query gives it one, its alias
 * @param type {@code ALL} (every row), {@code index} (every entry of an index), {@code range},
 *     {@code ref}, {@code const} …
 * @param key the index that is used; empty for none
 * @param rows how many rows the server expects to read at a time, or has read if those were more
 * @param sorted whether the rows are sorted on the way, since no index has them in order
 * @param passingPercent of the rows that were read, so many passed the conditions; empty where the
 *     query was explained and not run
 */
public record TableAccess(
    String table,
    String type,
    String key,
    long rows,
    boolean sorted,
    Optional<Double> passingPercent) {

  /**
   * MariaDB copies literals into its JSON as they were sent: {@code 'O\'Brien'}, line breaks too.
   */
  static final JsonMapper LENIENT =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .build();

  /** Every access, in the order in which the server makes them. */
  public static List<TableAccess> in(String explained) {
    List<TableAccess> accesses = new ArrayList<>();
    collect(LENIENT.readTree(explained), false, accesses);
    return accesses;
  }

  private static void collect(JsonNode node, boolean sorted, List<TableAccess> into) {
    if (node.isArray()) {
      for (JsonNode item : node) {
        collect(item, sorted, into);
      }
    }
    for (var part : node.properties()) {
      JsonNode table = part.getValue();
      if (part.getKey().equals("table") && table.has("access_type")) {
        into.add(
            new TableAccess(
                table.path("table_name").asString(""),
                table.path("access_type").asString(""),
                table.path("key").asString(""),
                Math.max(
                    table.path("rows").asLong(0), Math.round(table.path("r_rows").asDouble(0))),
                sorted,
                table.has("r_filtered")
                    ? Optional.of(table.path("r_filtered").asDouble(100))
                    : Optional.empty()));
      }
      collect(table, sorted || part.getKey().equals("filesort"), into);
    }
  }

  /** Whether it goes through a whole table or a whole index. */
  public boolean readsAll() {
    return type.equalsIgnoreCase("ALL") || type.equalsIgnoreCase("index");
  }

  /** For people: {@code rfas by idx_status (ref, about 12 rows)}. */
  public String said() {
    return "%s %s (%s, about %d rows)%s"
        .formatted(
            table,
            key.isEmpty() ? "without index" : "by " + key,
            type,
            rows,
            sorted ? ", sorted" : "");
  }
}
