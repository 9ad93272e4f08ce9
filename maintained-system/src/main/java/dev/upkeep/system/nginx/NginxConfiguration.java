package dev.upkeep.system.nginx;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A configuration as {@code nginx -T} prints it: all files that are in effect, one after the other.
 *
 * @see <a href="https://nginx.org/en/docs/beginners_guide.html#conf_structure">Structure</a>
 */
final class NginxConfiguration {

  private final List<Directive> directives;

  private NginxConfiguration(List<Directive> directives) {
    this.directives = directives;
  }

  /**
   * One directive.
   *
   * @param words its name and its arguments, without quotes
   * @param inside what stands in its braces; empty for a simple one
   */
  record Directive(List<String> words, List<Directive> inside) {
    String name() {
      return words.getFirst();
    }

    /** The arguments as one text, as in {@code (-f /run/upkeep/backend.green)}. */
    String arguments() {
      return String.join(" ", words.subList(1, words.size()));
    }

    private Stream<Directive> all() {
      return Stream.concat(Stream.of(this), inside.stream().flatMap(Directive::all));
    }
  }

  static NginxConfiguration of(String text) {
    var reader = new Reader(text);
    List<Directive> all = new ArrayList<>();
    while (!reader.isAtEnd()) {
      // A brace too many ends nothing here.
      all.addAll(reader.block());
    }
    return new NginxConfiguration(all);
  }

  /** All directives of a name, wherever they stand. */
  List<Directive> all(String name) {
    return directives.stream()
        .flatMap(Directive::all)
        .filter(directive -> directive.name().equals(name))
        .toList();
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    boolean isAtEnd() {
      return at >= text.length();
    }

    List<Directive> block() {
      List<Directive> block = new ArrayList<>();
      List<String> words = new ArrayList<>();
      while (at < text.length()) {
        char next = text.charAt(at);
        if (next == '#') {
          at = Math.max(text.indexOf('\n', at), at + 1);
        } else if (Character.isWhitespace(next)) {
          at++;
        } else if (next == ';' || next == '{') {
          at++;
          List<Directive> inside = next == '{' ? block() : List.of();
          if (!words.isEmpty()) {
            block.add(new Directive(List.copyOf(words), inside));
          }
          words.clear();
        } else if (next == '}') {
          at++;
          return block;
        } else {
          words.add(next == '"' || next == '\'' ? quoted(next) : bare());
        }
      }
      return block;
    }

    private String quoted(char quote) {
      var word = new StringBuilder();
      for (at++; at < text.length() && text.charAt(at) != quote; at++) {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        word.append(text.charAt(at));
      }
      at++;
      return word.toString();
    }

    /** Up to what ends a word; a brace after a dollar sign belongs to it. */
    private String bare() {
      var word = new StringBuilder();
      boolean inVariable = false;
      while (at < text.length()) {
        char next = text.charAt(at);
        boolean opens = next == '{' && !word.isEmpty() && word.charAt(word.length() - 1) == '$';
        if (!inVariable && !opens && (Character.isWhitespace(next) || ";{}".indexOf(next) >= 0)) {
          break;
        }
        inVariable = opens || (inVariable && next != '}');
        word.append(next);
        at++;
      }
      return word.toString();
    }
  }
}
