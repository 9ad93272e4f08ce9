package dev.upkeep.database.table;

import java.util.List;

/**
 * An index.
 *
 * @param name {@code PRIMARY} for the primary key
 * @param unique whether it forbids doubles
 * @param type {@code BTREE}, {@code FULLTEXT}, {@code SPATIAL}, {@code HASH}
 * @param parts its columns in order
 */
public record Index(String name, boolean unique, String type, List<Part> parts) {

  /** The name that MariaDB gives every primary key. */
  public static final String PRIMARY = "PRIMARY";

  public Index {
    parts = List.copyOf(parts);
  }

  /**
   * One column of an index.
   *
   * @param prefix how many characters of it are indexed; 0 for all
   */
  public record Part(String column, int prefix) {}

  public boolean isPrimary() {
    return name.equals(PRIMARY);
  }

  public List<String> columns() {
    return parts.stream().map(Part::column).toList();
  }
}
