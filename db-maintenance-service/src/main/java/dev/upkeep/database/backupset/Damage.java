package dev.upkeep.database.backupset;

import java.util.Optional;

/**
 * Something that is wrong with a backup.
 *
 * @param file which file, by name
 * @param table whose rows are in it
 * @param what is wrong, for people
 */
public record Damage(String file, Optional<String> table, String what) {

  /** On one line. */
  public String text() {
    return table.isPresent()
        ? "%s (table '%s'): %s".formatted(file, table.get(), what)
        : "%s: %s".formatted(file, what);
  }
}
