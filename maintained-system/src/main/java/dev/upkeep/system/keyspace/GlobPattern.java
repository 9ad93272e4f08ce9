package dev.upkeep.system.keyspace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A glob as Redis matches keys with it: byte by byte, {@code *} any bytes, {@code ?} one byte,
 * {@code [abc]}, {@code [^a-z]}, and a backslash before a byte that means itself. Source: {@code
 * stringmatchlen} in util.c. A pattern is written in UTF-8.
 */
public final class GlobPattern {

  /** What to tell a person whose pattern could not be read. */
  public static final String REMEDY =
      "Write a glob as Redis has them: cache:*, with \\ before a *, ? or [ that means itself";

  private static final int BYTES = 256;

  /** Either one byte of a set, or any number of any bytes. */
  private sealed interface Token {
    record One(BitSet bytes) implements Token {}

    record Any() implements Token {}
  }

  private final String written;
  private final byte[] prefix;
  private final List<Token> rest;

  private GlobPattern(String written, List<Token> tokens) {
    this.written = written;
    int literal = 0;
    while (literal < tokens.size() && single(tokens.get(literal)) >= 0) {
      literal++;
    }
    this.prefix = new byte[literal];
    for (int i = 0; i < literal; i++) {
      prefix[i] = (byte) single(tokens.get(i));
    }
    this.rest = List.copyOf(tokens.subList(literal, tokens.size()));
  }

  private static int single(Token token) {
    return token instanceof Token.One(BitSet bytes) && bytes.cardinality() == 1
        ? bytes.nextSetBit(0)
        : -1;
  }

  /** Reads a pattern; none if it is empty, or a bracket or a backslash at its end is left open. */
  public static Optional<GlobPattern> parse(String written) {
    byte[] glob = written.getBytes(StandardCharsets.UTF_8);
    List<Token> tokens = new ArrayList<>();
    for (int i = 0; i < glob.length; i++) {
      switch (glob[i]) {
        case '*' -> {
          if (tokens.isEmpty() || !(tokens.getLast() instanceof Token.Any)) {
            tokens.add(new Token.Any());
          }
        }
        case '?' -> tokens.add(new Token.One(all()));
        case '[' -> {
          var set = new BitSet(BYTES);
          i = bracket(glob, i + 1, set);
          if (i < 0) {
            return Optional.empty();
          }
          tokens.add(new Token.One(set));
        }
        case '\\' -> {
          i++;
          if (i == glob.length) {
            return Optional.empty();
          }
          tokens.add(new Token.One(one(glob[i])));
        }
        default -> tokens.add(new Token.One(one(glob[i])));
      }
    }
    return tokens.isEmpty() ? Optional.empty() : Optional.of(new GlobPattern(written, tokens));
  }

  /** Answers where the closing bracket is, or -1. */
  private static int bracket(byte[] glob, int from, BitSet set) {
    int i = from;
    boolean not = i < glob.length && glob[i] == '^';
    if (not) {
      i++;
    }
    for (; i < glob.length && glob[i] != ']'; i++) {
      if (glob[i] == '\\' && i + 1 < glob.length) {
        i++;
        set.set(glob[i] & 0xff);
      } else if (i + 2 < glob.length && glob[i + 1] == '-') {
        int one = glob[i] & 0xff;
        int other = glob[i + 2] & 0xff;
        set.set(Math.min(one, other), Math.max(one, other) + 1);
        i += 2;
      } else {
        set.set(glob[i] & 0xff);
      }
    }
    if (not) {
      set.flip(0, BYTES);
    }
    return i < glob.length && !set.isEmpty() ? i : -1;
  }

  private static BitSet all() {
    var set = new BitSet(BYTES);
    set.set(0, BYTES);
    return set;
  }

  private static BitSet one(byte value) {
    var set = new BitSet(BYTES);
    set.set(value & 0xff);
    return set;
  }

  /** Whether a key matches. */
  public boolean matches(byte[] key) {
    if (key.length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (key[i] != prefix[i]) {
        return false;
      }
    }
    return restMatches(key);
  }

  /** Greedy from the left; goes back to the last star only, which is enough for globs. */
  private boolean restMatches(byte[] key) {
    int at = prefix.length;
    int token = 0;
    int star = -1;
    int starAt = 0;
    while (at < key.length) {
      if (token < rest.size() && rest.get(token) instanceof Token.Any) {
        star = token++;
        starAt = at;
        if (token == rest.size()) {
          return true;
        }
      } else if (token < rest.size()
          && rest.get(token) instanceof Token.One(BitSet bytes)
          && bytes.get(key[at] & 0xff)) {
        token++;
        at++;
      } else if (star >= 0) {
        token = star + 1;
        at = ++starAt;
      } else {
        return false;
      }
    }
    while (token < rest.size() && rest.get(token) instanceof Token.Any) {
      token++;
    }
    return token == rest.size();
  }

  /** Whether some key matches both. Walks both patterns at once, over all pairs of places. */
  public boolean overlaps(GlobPattern other) {
    List<Token> mine = tokens();
    List<Token> theirs = other.tokens();
    int width = theirs.size() + 1;
    var seen = new BitSet((mine.size() + 1) * width);
    Deque<Integer> open = new ArrayDeque<>();
    open.add(0);
    while (!open.isEmpty()) {
      int place = open.remove();
      if (seen.get(place)) {
        continue;
      }
      seen.set(place);
      int i = place / width;
      int j = place % width;
      if (i == mine.size() && j == theirs.size()) {
        return true;
      }
      Optional<Token> a = at(mine, i);
      Optional<Token> b = at(theirs, j);
      boolean anyA = a.filter(Token.Any.class::isInstance).isPresent();
      boolean anyB = b.filter(Token.Any.class::isInstance).isPresent();
      if (anyA) {
        open.add(place + width);
      }
      if (anyB) {
        open.add(place + 1);
      }
      if (a.isPresent() && b.isPresent() && meet(a.get(), b.get())) {
        // A byte that both take; a star takes it and stays.
        open.add((anyA ? i : i + 1) * width + (anyB ? j : j + 1));
      }
    }
    return false;
  }

  private static Optional<Token> at(List<Token> tokens, int index) {
    return index < tokens.size() ? Optional.of(tokens.get(index)) : Optional.empty();
  }

  private static boolean meet(Token one, Token other) {
    return !(one instanceof Token.One(BitSet a))
        || !(other instanceof Token.One(BitSet b))
        || a.intersects(b);
  }

  private List<Token> tokens() {
    List<Token> tokens = new ArrayList<>();
    for (byte value : prefix) {
      tokens.add(new Token.One(one(value)));
    }
    tokens.addAll(rest);
    return tokens;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GlobPattern glob && glob.written.equals(written);
  }

  @Override
  public int hashCode() {
    return written.hashCode();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return written;
  }
}
