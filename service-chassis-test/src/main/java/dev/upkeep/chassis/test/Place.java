package dev.upkeep.chassis.test;

import dev.upkeep.chassis.run.Boundary;

/**
 * Where a run was, or where it is to be killed.
 *
 * @param step the step's name, with {@code #} and the place's name at a safe point; empty for
 *     boundaries of the whole run
 */
public record Place(Boundary boundary, String step) {
  public static Place of(Boundary boundary, String step) {
    return new Place(boundary, step);
  }

  /** Reads what {@link #toString} wrote. */
  static Place read(String text) {
    int colon = text.indexOf(':');
    return new Place(Boundary.valueOf(text.substring(0, colon)), text.substring(colon + 1));
  }

  @Override
  public String toString() {
    return boundary + ":" + step;
  }
}
