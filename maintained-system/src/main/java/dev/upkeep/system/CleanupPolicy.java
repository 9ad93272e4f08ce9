package dev.upkeep.system;

import dev.upkeep.system.amount.Age;

/**
 * What happens to the old rows of one table.
 *
 * @param table the table's name, not quoted
 * @param ageColumn the column that says how old a row is; a row in which it is NULL has no age and
 *     stays, which is how {@code deleted_at} means soft-deleted rows alone
 * @param olderThan how old a row must be; years to days are taken in the component's datetime-zone
 * @param action what happens to such rows
 */
public record CleanupPolicy(String table, String ageColumn, Age olderThan, Action action) {

  /** What happens to old rows. */
  public sealed interface Action {

    /** They are moved to another table of the same database. */
    record Archive(String into) implements Action {}

    /** They are deleted. */
    record Delete() implements Action {}
  }
}
