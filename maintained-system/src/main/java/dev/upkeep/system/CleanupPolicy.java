package dev.upkeep.system;

import dev.upkeep.system.amount.Age;
import dev.upkeep.system.amount.Percent;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What happens to the old rows of one table.
 *
 * @param table the table's name, not quoted
 * @param ageColumn the column that says how old a row is; a row in which it is NULL has no age and
 *     stays, which is how {@code deleted_at} means soft-deleted rows alone
 * @param olderThan how old a row must be; years to days are taken in the component's datetime-zone
 * @param action what happens to such rows
 * @param legalHold an SQL condition on the table's columns; rows for which it is true are never
 *     touched, however old they are
 * @param atMost the largest share of the table that one run takes without asking
 */
public record CleanupPolicy(
    String table,
    String ageColumn,
    Age olderThan,
    Action action,
    Optional<String> legalHold,
    Percent atMost) {

  /** Half of a table: what comes month by month is far less. */
  public static final Percent USUAL_AT_MOST = new Percent(new BigDecimal(50));

  /** Without a legal hold, and as much at most as is usual. */
  public CleanupPolicy(String table, String ageColumn, Age olderThan, Action action) {
    this(table, ageColumn, olderThan, action, Optional.empty(), USUAL_AT_MOST);
  }

  /** What happens to old rows. */
  public sealed interface Action {

    /** They are moved to another table of the same database. */
    record Archive(String into) implements Action {}

    /** They are deleted, and with them the files that they are about, if there are any. */
    record Delete(Optional<UploadedFiles> files) implements Action {

      /** Of rows that have no files. */
      public Delete() {
        this(Optional.empty());
      }
    }
  }

  /**
   * The files that rows are about.
   *
   * @param column the column with a file's path: relative to the root, or absolute and within it
   * @param root an absolute folder, as this worker sees it
   * @param within the folder in the root that all of these files are in, relative; empty for the
   *     root itself
   */
  public record UploadedFiles(String column, Path root, Path within) {
    public UploadedFiles {
      if (!root.isAbsolute() || within.isAbsolute() || within.normalize().startsWith("..")) {
        throw new IllegalArgumentException("no folder for files: %s, %s".formatted(root, within));
      }
    }

    /** The folder that all files are in. */
    public Path folder() {
      return root.resolve(within).normalize();
    }
  }
}
