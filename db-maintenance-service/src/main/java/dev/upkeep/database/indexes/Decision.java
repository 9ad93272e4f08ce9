package dev.upkeep.database.indexes;

/** What is to become of an index that operators named. */
sealed interface Decision {

  /** Something is to be done. */
  record Do(Work work) implements Decision {}

  /** Nothing is to be done, and why. */
  record Nothing(String why) implements Decision {}

  /** It cannot or must not be done: nothing of the run is. */
  record Refuse(String why, String remedy) implements Decision {}
}
