package dev.upkeep.system;

import java.util.Optional;
import java.util.regex.Pattern;

/** What systems, components, runbooks and tasks may be called. */
public final class Names {

  /** What to tell a person whose name was refused. */
  public static final String REMEDY =
      "Use 1 to 63 lower-case letters, digits and hyphens, beginning with a letter or digit";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private Names() {}

  public static Optional<String> parse(String text) {
    return Optional.of(text).filter(name -> NAME.matcher(name).matches());
  }
}
