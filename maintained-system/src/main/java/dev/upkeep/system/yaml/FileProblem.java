package dev.upkeep.system.yaml;

/**
 * One thing that is wrong in a file.
 *
 * @param file the file's name as the operator knows it
 * @param line counted from 1
 * @param column counted from 1
 * @param what names the value and what is wrong with it; never the value of a secret
 * @param remedy what to write instead
 */
public record FileProblem(String file, int line, int column, String what, String remedy) {

  /** In the form that editors and terminals make clickable: {@code file:line:column: what}. */
  @Override
  public String toString() {
    return "%s:%d:%d: %s. %s.".formatted(file, line, column, what, remedy);
  }
}
