package dev.upkeep.system.yaml;

/**
 * Where something stands in a file.
 *
 * @param file the file's name as the operator knows it
 * @param line counted from 1
 * @param column counted from 1, in characters (Unicode code points)
 */
public record Place(String file, int line, int column) {

  /** The first character: for what is wrong with a file as a whole. */
  public static Place startOf(String file) {
    return new Place(file, 1, 1);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
