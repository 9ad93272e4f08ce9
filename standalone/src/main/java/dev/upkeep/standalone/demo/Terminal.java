package dev.upkeep.standalone.demo;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Progress for people, on standard error: standard output belongs to the result. */
final class Terminal {
  private final PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
  private final long began;

  Terminal(long began) {
    this.began = began;
  }

  double seconds() {
    return (System.currentTimeMillis() - began) / 1000.0;
  }

  void say(String line) {
    err.println(String.format(Locale.ROOT, "%6.1f s  %s", seconds(), line));
  }

  void blank() {
    err.println();
  }

  /** A text that was delivered, set off from what is said about it. */
  void quote(String heading, String text) {
    err.println();
    err.println("  ┌─ " + heading);
    text.lines().forEach(line -> err.println("  │ " + line));
    err.println("  └─");
  }
}
