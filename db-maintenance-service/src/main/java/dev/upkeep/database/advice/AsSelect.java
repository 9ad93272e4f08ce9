package dev.upkeep.database.advice;

import dev.upkeep.database.advice.Tokens.Token;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a statement has to find before it changes it, as a SELECT: this one can be explained and run
 * with the right to read alone, and nothing is changed by it.
 */
public final class AsSelect {

  private static final Set<String> MODIFIERS = Set.of("low_priority", "quick", "ignore");

  private AsSelect() {}

  /**
   * A SELECT itself stays as it is.
   *
   * @return empty for a statement that finds no rows of tables, or that finds them in another way
   */
  public static Optional<String> of(String sql) {
    List<Token> tokens = Tokens.of(sql);
    int first = 0;
    while (first < tokens.size() && tokens.get(first).is("(")) {
      first++;
    }
    if (first == tokens.size()) {
      return Optional.empty();
    }
    Token verb = tokens.get(first);
    if (verb.is("select") || (first == 0 && verb.is("with"))) {
      return Optional.of(sql);
    }
    if (first > 0) {
      return Optional.empty();
    }
    return verb.is("delete")
        ? ofDelete(sql, tokens)
        : verb.is("update") ? ofUpdate(sql, tokens) : Optional.empty();
  }

  private static Optional<String> ofDelete(String sql, List<Token> tokens) {
    if (tokens.stream().anyMatch(token -> token.is("using") || token.is("returning"))) {
      return Optional.empty();
    }
    return tokens.stream()
        .filter(token -> token.is("from"))
        .findFirst()
        .map(from -> "SELECT * " + sql.substring(from.at()));
  }

  private static Optional<String> ofUpdate(String sql, List<Token> tokens) {
    int table = 1;
    while (table < tokens.size() && MODIFIERS.contains(tokens.get(table).text())) {
      table++;
    }
    int begin = table;
    Optional<Token> set = tokens.stream().skip(begin).filter(token -> token.is("set")).findFirst();
    Optional<Token> where = outer(tokens, "where");
    return set.filter(s -> where.isPresent())
        .map(
            s ->
                "SELECT * FROM "
                    + sql.substring(tokens.get(begin).at(), s.at())
                    + sql.substring(where.orElseThrow().at()));
  }

  /** The first such word outside of parentheses. */
  private static Optional<Token> outer(List<Token> tokens, String word) {
    int depth = 0;
    for (Token token : tokens) {
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      if (depth == 0 && token.is(word)) {
        return Optional.of(token);
      }
    }
    return Optional.empty();
  }
}
