package dev.upkeep.database.restic;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a call of restic ended.
 *
 * @param code what it exited with
 * @param said what it complained about, without the noise
 */
public record Ended(int code, List<String> said) {

  /** The snapshot was written, and some files are not in it. */
  private static final int INCOMPLETE = 3;

  private static final Pattern OF_A_FILE =
      Pattern.compile("ignoring error for (?<path>.+?): (?<why>.+)");

  public Ended {
    said = List.copyOf(said);
  }

  /**
   * Something that a restore could not bring back as it was.
   *
   * @param path where it was
   * @param why in restic's words
   */
  public record Trouble(String path, String why) {}

  public boolean isGood() {
    return code == 0;
  }

  public boolean isIncomplete() {
    return code == INCOMPLETE;
  }

  /** Whether it complained about this. */
  public boolean says(String words) {
    return said.stream().anyMatch(line -> line.contains(words));
  }

  /** What a restore said of single files. */
  public List<Trouble> troubles() {
    return said.stream().map(Ended::trouble).flatMap(Optional::stream).toList();
  }

  private static Optional<Trouble> trouble(String line) {
    Matcher parts = OF_A_FILE.matcher(line);
    return parts.matches()
        ? Optional.of(new Trouble(parts.group("path"), parts.group("why")))
        : Optional.empty();
  }

  /** On one line; never empty. */
  public String words() {
    return said.isEmpty() ? "restic ended with code " + code : String.join("; ", said);
  }
}
