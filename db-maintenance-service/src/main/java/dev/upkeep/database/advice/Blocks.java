package dev.upkeep.database.advice;

import dev.upkeep.database.advice.Tokens.Kind;
import dev.upkeep.database.advice.Tokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes a statement apart into its SELECTs; where one stood in another, a value is left. */
final class Blocks {

  private static final Set<String> BETWEEN = Set.of("union", "except", "intersect");

  private final List<Token> tokens;
  private final List<List<Token>> blocks = new ArrayList<>();

  private Blocks(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** Each begins with its SELECT. */
  static List<List<Token>> of(List<Token> tokens) {
    var parts = new Blocks(tokens);
    parts.read(0);
    return parts.blocks;
  }

  /** Reads up to the parenthesis that closes, and returns the place behind it. */
  private int read(int begin) {
    List<Token> block = new ArrayList<>();
    int i = begin;
    while (i < tokens.size() && !tokens.get(i).is(")")) {
      Token token = tokens.get(i);
      if (token.is("(") && holdsSelect(i + 1)) {
        i = read(i + 1);
        block.add(new Token(Kind.LITERAL, "", token.at()));
      } else if (token.is("(")) {
        i = copy(i, block);
      } else if (BETWEEN.contains(token.text()) && token.kind() == Kind.NAME) {
        keep(block);
        block = new ArrayList<>();
        i++;
      } else {
        block.add(token);
        i++;
      }
    }
    keep(block);
    return i + 1;
  }

  /** Copies what is in parentheses, but for SELECTs further in. */
  private int copy(int open, List<Token> block) {
    block.add(tokens.get(open));
    int i = open + 1;
    while (i < tokens.size() && !tokens.get(i).is(")")) {
      if (tokens.get(i).is("(") && holdsSelect(i + 1)) {
        block.add(new Token(Kind.LITERAL, "", tokens.get(i).at()));
        i = read(i + 1);
      } else if (tokens.get(i).is("(")) {
        i = copy(i, block);
      } else {
        block.add(tokens.get(i));
        i++;
      }
    }
    if (i < tokens.size()) {
      block.add(tokens.get(i));
    }
    return i + 1;
  }

  private boolean holdsSelect(int at) {
    int i = at;
    while (i < tokens.size() && tokens.get(i).is("(")) {
      i++;
    }
    return i < tokens.size() && (tokens.get(i).is("select") || tokens.get(i).is("with"));
  }

  /** What stands before the SELECT, as in EXISTS or WITH, is not part of it. */
  private void keep(List<Token> block) {
    for (int i = 0; i < block.size(); i++) {
      if (block.get(i).is("select")) {
        blocks.add(List.copyOf(block.subList(i, block.size())));
        return;
      }
    }
  }
}
