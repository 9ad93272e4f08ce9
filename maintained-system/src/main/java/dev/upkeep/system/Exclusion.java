package dev.upkeep.system;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is left out of a backup of files: everything of a name, wherever it is ({@code *.tmp}), or
 * one place ({@code /srv/dms/cache}). A {@code *} stands for any characters but a slash; a folder
 * that is left out takes all that is in it with it. These are the patterns of {@code restic backup
 * --exclude} as far as nobody can take them for something else; the others are refused.
 */
public final class Exclusion {

  /** What to tell a person whose pattern could not be read. */
  public static final String REMEDY =
      "Write a name ('*.tmp') or an absolute path ('/srv/dms/cache'), in which * stands for any"
          + " characters but a slash";

  /** Neither other wildcards of restic nor its escapes, nor the sign that turns a pattern round. */
  private static final Pattern PLAIN = Pattern.compile("(?!!)[^?\\[\\]\\\\\\p{Cntrl}]+");

  private final String written;
  private final boolean absolute;
  private final List<Pattern> parts;

  private Exclusion(String written, Path path) {
    this.written = written;
    this.absolute = path.isAbsolute();
    this.parts = new ArrayList<>();
    path.forEach(part -> parts.add(regex(part.toString())));
  }

  /** Reads a pattern; none if it is none, or would leave out everything. */
  public static Optional<Exclusion> parse(String written) {
    try {
      Path path = Path.of(written);
      boolean plain =
          PLAIN.matcher(written).matches()
              && !written.contains("**")
              && !written.equals("*")
              && path.normalize().toString().equals(written)
              && path.getNameCount() > 0
              && (path.isAbsolute() || path.getNameCount() == 1);
      return plain ? Optional.of(new Exclusion(written, path)) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Pattern regex(String part) {
    StringBuilder regex = new StringBuilder();
    for (String literal : part.split("(?<=\\*)|(?=\\*)", -1)) {
      regex.append(literal.equals("*") ? ".*" : Pattern.quote(literal));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /** Whether it names a place, and not a name wherever that is. */
  public boolean isAbsolute() {
    return absolute;
  }

  /**
   * Whether a file or folder is left out, by itself or with a folder that it is in.
   *
   * @param path absolute
   */
  public boolean leavesOut(Path path) {
    if (!absolute) {
      for (Path part : path) {
        if (parts.getFirst().matcher(part.toString()).matches()) {
          return true;
        }
      }
      return false;
    }
    if (path.getNameCount() < parts.size()) {
      return false;
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).matcher(path.getName(i).toString()).matches()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Exclusion exclusion && exclusion.written.equals(written);
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
