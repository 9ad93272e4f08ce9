package dev.upkeep.database.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A statement as words: names, signs and literals. What a literal says is not kept. */
final class Tokens {

  /** What kind of word it is. */
  enum Kind {
    /** A name or a keyword. */
    NAME,
    /** A name in backticks: never a keyword. */
    QUOTED,
    /** A value. */
    LITERAL,
    /** A pattern that begins with a wildcard, for which no index is of use. */
    OPEN_PATTERN,
    /** Anything else: an operator, a parenthesis, a comma. */
    SIGN
  }

  /**
   * One word.
   *
   * @param text in lower case but for quoted names; empty for literals
   * @param at where it begins in the statement
   */
  record Token(Kind kind, String text, int at) {
    boolean is(String word) {
      return kind != Kind.QUOTED && text.equals(word);
    }

    boolean isName() {
      return kind == Kind.NAME || kind == Kind.QUOTED;
    }

    boolean isLiteral() {
      return kind == Kind.LITERAL || kind == Kind.OPEN_PATTERN;
    }
  }

  private Tokens() {}

  static List<Token> of(String sql) {
    List<Token> tokens = new ArrayList<>();
    int i = 0;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (Character.isWhitespace(c)) {
        i++;
      } else if (sql.startsWith("/*", i)) {
        int end = sql.indexOf("*/", i + 2);
        i = end < 0 ? sql.length() : end + 2;
      } else if (c == '#' || sql.startsWith("-- ", i)) {
        int end = sql.indexOf('\n', i);
        i = end < 0 ? sql.length() : end;
      } else if (c == '`') {
        int end = sql.indexOf('`', i + 1);
        end = end < 0 ? sql.length() : end;
        tokens.add(new Token(Kind.QUOTED, sql.substring(i + 1, end), i));
        i = end + 1;
      } else if (c == '\'' || c == '"') {
        boolean open =
            i + 1 < sql.length() && (sql.charAt(i + 1) == '%' || sql.charAt(i + 1) == '_');
        tokens.add(new Token(open ? Kind.OPEN_PATTERN : Kind.LITERAL, "", i));
        i = endOfString(sql, i);
      } else if (c == '?' || Character.isDigit(c)) {
        tokens.add(new Token(Kind.LITERAL, "", i));
        i++;
        while (i < sql.length()
            && (Character.isLetterOrDigit(sql.charAt(i)) || sql.charAt(i) == '.')) {
          i++;
        }
      } else if (Character.isLetter(c) || c == '_' || c == '@' || c == '$') {
        int end = i + 1;
        while (end < sql.length()
            && (Character.isLetterOrDigit(sql.charAt(end))
                || "_$@".indexOf(sql.charAt(end)) >= 0)) {
          end++;
        }
        tokens.add(new Token(Kind.NAME, sql.substring(i, end).toLowerCase(Locale.ROOT), i));
        i = end;
      } else {
        int length = sql.startsWith("<=>", i) ? 3 : twoSigns(sql, i) ? 2 : 1;
        tokens.add(new Token(Kind.SIGN, sql.substring(i, i + length), i));
        i += length;
      }
    }
    return tokens;
  }

  private static boolean twoSigns(String sql, int i) {
    return List.of("<=", ">=", "<>", "!=", "||", "&&").stream().anyMatch(s -> sql.startsWith(s, i));
  }

  private static int endOfString(String sql, int open) {
    char quote = sql.charAt(open);
    int i = open + 1;
    while (i < sql.length()) {
      if (sql.charAt(i) == '\\') {
        i += 2;
      } else if (sql.charAt(i) == quote) {
        if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
          i += 2;
        } else {
          return i + 1;
        }
      } else {
        i++;
      }
    }
    return sql.length();
  }
}
