package dev.upkeep.database.table;

import dev.upkeep.system.database.Quoted;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An index.
 *
 * @param name {@code PRIMARY} for the primary key
 * @param unique whether it forbids doubles
 * @param type {@code BTREE}, {@code FULLTEXT}, {@code SPATIAL}, {@code HASH}
 * @param ignored whether the optimizer has been told not to use it; it is still kept up to date
 * @param parts its columns in order
 */
public record Index(String name, boolean unique, String type, boolean ignored, List<Part> parts) {

  /** The name that MariaDB gives every primary key. */
  public static final String PRIMARY = "PRIMARY";

  public Index {
    parts = List.copyOf(parts);
  }

  /**
   * One column of an index.
   *
   * @param prefix how many characters of it are indexed; 0 for all
   * @param descending whether it is sorted from the greatest to the least
   */
  public record Part(String column, int prefix, boolean descending) {

    /** Whether both order rows in the same way; names of columns know no case. */
    public boolean same(Part other) {
      return column.equalsIgnoreCase(other.column)
          && prefix == other.prefix
          && descending == other.descending;
    }

    /** As it stands in a definition: {@code `title`(20) DESC}. */
    public String sql() {
      return Quoted.identifier(column)
          + (prefix > 0 ? "(" + prefix + ")" : "")
          + (descending ? " DESC" : "");
    }
  }

  public boolean isPrimary() {
    return name.equals(PRIMARY);
  }

  public boolean isBtree() {
    return type.equals("BTREE");
  }

  /** Whether the first parts of this index are just these. */
  public boolean beginsWith(List<Part> first) {
    if (first.size() > parts.size()) {
      return false;
    }
    for (int i = 0; i < first.size(); i++) {
      if (!first.get(i).same(parts.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether it has these parts and no others. */
  public boolean hasJust(List<Part> wanted) {
    return wanted.size() == parts.size() && beginsWith(wanted);
  }

  /** Its parts as a definition has them: {@code (`status`, `created_at` DESC)}. */
  public static String sql(List<Part> parts) {
    return parts.stream().map(Part::sql).collect(Collectors.joining(", ", "(", ")"));
  }

  public List<String> columns() {
    return parts.stream().map(Part::column).toList();
  }
}
