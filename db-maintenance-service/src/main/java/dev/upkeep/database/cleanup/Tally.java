package dev.upkeep.database.cleanup;

import dev.upkeep.database.rows.RowDigest;
import dev.upkeep.database.rows.RowKey;
import dev.upkeep.database.rows.Sealed;

/** Rows as the server told of them one by one, while it wrote or deleted them. */
final class Tally {

  private final Sealed.Sum sum = new Sealed.Sum();
  private final StringBuilder keys = new StringBuilder("[");
  private String first = "";
  private String last = "";

  /**
   * One more.
   *
   * @param digest of {@link RowDigest#ofRow}
   * @param key of {@link RowKey#asJson()}
   */
  void add(String digest, String key) {
    if (sum.isEmpty()) {
      first = key;
    } else {
      keys.append(", ");
    }
    sum.add(digest);
    keys.append(key);
    last = key;
  }

  Sealed sealed() {
    return sum.sealed();
  }

  /** The key of the row that came first. */
  String first() {
    return first;
  }

  /** The key of the row that came last. */
  String last() {
    return last;
  }

  /** All keys, as an array of JSON. */
  String keys() {
    return keys + "]";
  }
}
