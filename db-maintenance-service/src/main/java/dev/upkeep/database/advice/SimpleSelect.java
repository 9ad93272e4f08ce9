package dev.upkeep.database.advice;

import dev.upkeep.database.advice.Tokens.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A SELECT as far as indexes are concerned: its tables, and what it asks of their columns.
 * Conditions below an OR, in functions or in arithmetic say nothing here; a subquery is a value.
 *
 * @param tables names by alias
 * @param conditions on columns, in the order in which they stand
 * @param order the columns of ORDER BY, empty if anything else is in it
 * @param limited whether it has a LIMIT
 */
record SimpleSelect(
    Map<String, String> tables, List<Condition> conditions, List<Ordered> order, boolean limited) {

  private static final Set<String> CLAUSES =
      Set.of("where", "group", "having", "order", "limit", "for", "lock", "procedure", "window");
  private static final Set<String> JOINS =
      Set.of("join", "inner", "left", "right", "outer", "cross", "straight_join", "natural");
  private static final Set<String> RANGES = Set.of("<", ">", "<=", ">=", "between", "like");

  /**
   * A column that is compared.
   *
   * @param qualifier the alias before its name; empty if there is none
   * @param equal whether with single values, and not with a range
   * @param joinedTo the alias of the other table, if it is compared with a column of one
   */
  record Condition(String qualifier, String column, boolean equal, Optional<String> joinedTo) {}

  /** A column that rows are sorted by. */
  record Ordered(String qualifier, String column, boolean descending) {}

  /** Each SELECT of a statement by itself, subqueries and the parts of unions too. */
  static List<SimpleSelect> in(String sql) {
    return AsSelect.of(sql).map(select -> Blocks.of(Tokens.of(select))).orElse(List.of()).stream()
        .filter(block -> block.stream().anyMatch(token -> token.is("from")))
        .map(block -> new Reading(block).read())
        .toList();
  }

  /** The table behind an alias. */
  Optional<String> named(String alias) {
    return tables.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(alias))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** One reading, from the left to the right. */
  private static final class Reading {
    private final List<Token> tokens;
    private final Map<String, String> tables = new LinkedHashMap<>();
    private final List<Condition> conditions = new ArrayList<>();
    private final List<Ordered> order = new ArrayList<>();
    private boolean limited;

    Reading(List<Token> tokens) {
      this.tokens = tokens;
    }

    SimpleSelect read() {
      int i = indexOf(0, Set.of("from")) + 1;
      int end = indexOf(i, CLAUSES);
      from(i, end);
      while (end < tokens.size()) {
        String clause = tokens.get(end).text();
        int begin = end + 1;
        end = indexOf(begin, CLAUSES);
        switch (clause) {
          case "where" -> conditions(begin, end);
          case "order" -> order(begin + 1, end);
          case "limit" -> limited = true;
          default -> {}
        }
      }
      return new SimpleSelect(
          Map.copyOf(tables), List.copyOf(conditions), List.copyOf(order), limited);
    }

    /** The next of these words outside of parentheses, or the end. */
    private int indexOf(int from, Set<String> words) {
      int depth = 0;
      for (int i = from; i < tokens.size(); i++) {
        Token token = tokens.get(i);
        depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
        if (depth == 0 && token.kind() == Tokens.Kind.NAME && words.contains(token.text())) {
          return i;
        }
      }
      return tokens.size();
    }

    private void from(int begin, int end) {
      int i = begin;
      boolean expectTable = true;
      while (i < end) {
        Token token = tokens.get(i);
        if (token.is(",") || (token.kind() == Tokens.Kind.NAME && JOINS.contains(token.text()))) {
          expectTable = true;
          i++;
        } else if (token.is("on")) {
          int next = Math.min(end, indexOf(i + 1, JOINS));
          conditions(i + 1, next);
          i = next;
        } else if (expectTable && token.isName()) {
          i = table(i, end);
          expectTable = false;
        } else {
          i++;
        }
      }
    }

    private int table(int at, int end) {
      int i = at;
      if (i + 2 < end && tokens.get(i + 1).is(".")) {
        i += 2;
      }
      String name = tokens.get(i).text();
      i++;
      if (i < end && tokens.get(i).is("as")) {
        i++;
      }
      boolean aliased =
          i < end
              && tokens.get(i).isName()
              && !JOINS.contains(tokens.get(i).text())
              && !Set.of("on", "using", "force", "use", "ignore").contains(tokens.get(i).text());
      tables.put(aliased ? tokens.get(i).text() : name, name);
      return aliased ? i + 1 : i;
    }

    private void conditions(int begin, int end) {
      if (begin < end && tokens.get(begin).is("(") && closes(begin, end)) {
        conditions(begin + 1, end - 1);
        return;
      }
      List<Integer> cuts = new ArrayList<>();
      int depth = 0;
      boolean between = false;
      for (int i = begin; i < end; i++) {
        Token token = tokens.get(i);
        depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
        between |= token.is("between");
        if (depth == 0 && (token.is("or") || token.is("||") || token.is("xor"))) {
          return;
        }
        if (depth == 0 && (token.is("and") || token.is("&&"))) {
          if (!between) {
            cuts.add(i);
          }
          between = false;
        }
      }
      int from = begin;
      if (cuts.isEmpty()) {
        condition(begin, end);
        return;
      }
      cuts.add(end);
      for (int cut : cuts) {
        conditions(from, cut);
        from = cut + 1;
      }
    }

    private boolean closes(int open, int end) {
      int depth = 0;
      for (int i = open; i < end; i++) {
        depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
        if (depth == 0) {
          return i == end - 1;
        }
      }
      return false;
    }

    private void condition(int begin, int end) {
      int after = column(begin, end);
      if (after < 0 || after >= end) {
        return;
      }
      Token operator = tokens.get(after);
      int right = after + 1;
      boolean equal =
          operator.is("=")
              || operator.is("<=>")
              || operator.is("in")
              || (operator.is("is") && end - right == 1);
      boolean range = RANGES.contains(operator.text());
      if (right >= end || (!equal && !range)) {
        return;
      }
      if (operator.is("like") && tokens.get(right).kind() == Tokens.Kind.OPEN_PATTERN) {
        return;
      }
      boolean joined = operator.is("=") && column(right, end) == end;
      add(begin, after, equal, joined ? qualifier(right, end) : Optional.empty());
      if (joined) {
        add(right, end, true, qualifier(begin, after));
      }
    }

    private Optional<String> qualifier(int begin, int end) {
      return end - begin == 3 ? Optional.of(tokens.get(begin).text()) : Optional.empty();
    }

    /** Behind a column that stands there; -1 if none does. */
    private int column(int begin, int end) {
      if (begin >= end || !tokens.get(begin).isName() || tokens.get(begin).text().startsWith("@")) {
        return -1;
      }
      int after =
          begin + 2 < end && tokens.get(begin + 1).is(".") && tokens.get(begin + 2).isName()
              ? begin + 3
              : begin + 1;
      return after < end && tokens.get(after).is("(") ? -1 : after;
    }

    private void add(int begin, int end, boolean equal, Optional<String> joinedTo) {
      conditions.add(
          new Condition(
              qualifier(begin, end).orElse(""), tokens.get(end - 1).text(), equal, joinedTo));
    }

    private void order(int begin, int end) {
      int i = begin;
      while (i < end) {
        int after = column(i, end);
        if (after < 0) {
          order.clear();
          return;
        }
        boolean qualified = after - i == 3;
        boolean descending = after < end && tokens.get(after).is("desc");
        order.add(
            new Ordered(
                qualified ? tokens.get(i).text() : "", tokens.get(after - 1).text(), descending));
        if (after < end && (tokens.get(after).is("desc") || tokens.get(after).is("asc"))) {
          after++;
        }
        if (after < end && !tokens.get(after).is(",")) {
          order.clear();
          return;
        }
        i = after + 1;
      }
    }
  }
}
