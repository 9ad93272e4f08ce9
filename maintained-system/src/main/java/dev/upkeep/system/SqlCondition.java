package dev.upkeep.system;

import java.util.Optional;

/**
 * What operators write as a condition of an SQL statement. It is put between parentheses: whatever
 * would reach out of them is refused. What it means is the server's affair.
 */
final class SqlCondition {

  private static final String QUOTES = "'\"`";

  private final String text;
  private int at;
  private int depth;

  private SqlCondition(String text) {
    this.text = text;
  }

  /** Why the text will not do; empty if it will. */
  static Optional<String> problem(String text) {
    return new SqlCondition(text).problem();
  }

  private Optional<String> problem() {
    for (at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (QUOTES.indexOf(c) >= 0) {
        if (!passQuoted(c)) {
          return Optional.of("has a quote that does not end");
        }
      } else if (";?:\\".indexOf(c) >= 0) {
        return Optional.of("has a '" + c + "' outside quotes");
      } else if (c == '#' || text.startsWith("--", at) || text.startsWith("/*", at)) {
        return Optional.of("has a comment in it");
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth < 0) {
        return Optional.of("closes a parenthesis that it did not open");
      }
    }
    return depth == 0
        ? Optional.empty()
        : Optional.of("opens a parenthesis that it does not close");
  }

  /** A quote ends with the same sign; doubled it is part of the text, and so is what is escaped. */
  private boolean passQuoted(char quote) {
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\' && quote != '`') {
        at++;
      } else if (c == quote) {
        if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
          at++;
        } else {
          return true;
        }
      }
    }
    return false;
  }
}
