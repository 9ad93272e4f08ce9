package dev.upkeep.notification.message;

import java.util.Arrays;
import java.util.List;

/** A table in plain text: columns padded to their widest cell. */
final class TextTable {
  private TextTable() {}

  static String of(Message.Table table) {
    int[] widths = new int[table.columns().size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Math.max(
              width(table.columns().get(i)),
              table.rows().stream().mapToInt(row -> width(row.get(column))).max().orElse(0));
    }
    StringBuilder text = new StringBuilder(row(table.columns(), widths)).append('\n');
    text.append("-".repeat(Math.min(100, Arrays.stream(widths).sum() + 2 * (widths.length - 1))));
    for (List<String> row : table.rows()) {
      text.append('\n').append(row(row, widths));
    }
    return text.toString();
  }

  private static String row(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      line.append(cells.get(i)).append(" ".repeat(widths[i] - width(cells.get(i)) + 2));
    }
    return line.toString().stripTrailing();
  }

  /** Thai vowels above and below the line, and other marks, take no room of their own. */
  private static int width(String text) {
    return (int)
        text.codePoints()
            .filter(
                point ->
                    switch (Character.getType(point)) {
                      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT ->
                          false;
                      default -> true;
                    })
            .count();
  }
}
