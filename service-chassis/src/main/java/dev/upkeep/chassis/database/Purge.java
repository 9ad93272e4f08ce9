package dev.upkeep.chassis.database;

/** Removes rows that are no longer needed. Declared as a bean; the chassis runs it now and then. */
public interface Purge {
  /** What is removed, for the log, as in {@code ids of old messages}. */
  String what();

  /**
   * Removes the oldest rows that are no longer needed, in a transaction of its own.
   *
   * @param most how many at most
   * @return how many were removed
   */
  int purge(int most);
}
