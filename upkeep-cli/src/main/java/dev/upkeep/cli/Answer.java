package dev.upkeep.cli;

import dev.upkeep.events.envelope.EventJson;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Prints what a command found: JSON as it came, or a table for people. */
final class Answer {
  private final PrintWriter out;
  private final boolean json;

  Answer(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** Prints the value as JSON; answers whether it did, so that nothing else is printed then. */
  boolean asJson(Object value) {
    if (json) {
      out.println(EventJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(value));
      out.flush();
    }
    return json;
  }

  void line(String text) {
    if (!json) {
      out.println(text);
      out.flush();
    }
  }

  /**
   * Prints rows as a table.
   *
   * @param columns heading by the field it shows; a field of a field is written {@code a.b}
   * @param none what to say when there are no rows
   */
  void table(Iterable<JsonNode> rows, Map<String, String> columns, String none) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.copyOf(columns.values()));
    for (JsonNode row : rows) {
      cells.add(columns.keySet().stream().map(field -> text(row, field)).toList());
    }
    if (cells.size() == 1) {
      line(none);
      return;
    }
    int[] widths = new int[columns.size()];
    for (List<String> row : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : cells) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        text.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      line(text.toString().stripTrailing());
    }
  }

  /** The columns of a table, from left to right: field, heading, field, heading … */
  static Map<String, String> columns(String... fieldsAndHeadings) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < fieldsAndHeadings.length; i += 2) {
      columns.put(fieldsAndHeadings[i], fieldsAndHeadings[i + 1]);
    }
    return columns;
  }

  static String text(JsonNode row, String field) {
    JsonNode value = row;
    for (String part : field.split("\\.", -1)) {
      value = value.path(part);
    }
    if (value.isMissingNode() || value.isNull()) {
      return "-";
    }
    return value.isValueNode() ? value.asString() : value.toString();
  }
}
