package dev.upkeep.system;

import java.util.Locale;

/** One of the two containers that a service has: one is live, the other is the next or the last. */
public enum Colour {
  BLUE,
  GREEN;

  /** As files and answers write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Colour other() {
    return this == BLUE ? GREEN : BLUE;
  }
}
