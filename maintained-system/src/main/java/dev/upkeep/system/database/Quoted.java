package dev.upkeep.system.database;

import java.util.Collection;
import java.util.stream.Collectors;

/** Identifiers as SQL text. They come from {@code information_schema}, whatever is in them. */
public final class Quoted {

  private Quoted() {}

  /** An identifier in backticks. */
  public static String identifier(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** A list of identifiers, separated by commas. */
  public static String identifiers(Collection<String> names) {
    return names.stream().map(Quoted::identifier).collect(Collectors.joining(", "));
  }

  /** A text literal; for the few places in which MariaDB takes no parameter. */
  static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
