package dev.upkeep.database.slowlog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Statements by class. Not for several threads. */
public final class QueryClasses implements SlowLogReader.Entries {

  /** More classes than these are counted together: somebody writes literals as names. */
  private static final int MOST = 20_000;

  private static final byte[] OTHERS = "(other classes)".getBytes(StandardCharsets.US_ASCII);

  private final Fingerprint fingerprint = new Fingerprint();
  private final boolean keepSamples;
  private QueryClass[] table = new QueryClass[1024];
  private int size;
  private long entries;

  /**
   * @param keepSamples whether the slowest call of each class is kept in memory, to be explained
   */
  public QueryClasses(boolean keepSamples) {
    this.keepSamples = keepSamples;
  }

  @Override
  public void on(SlowLogEntry entry) {
    entries++;
    fingerprint.of(entry.bytes, entry.from, entry.to);
    QueryClass found = find(fingerprint.bytes(), fingerprint.length());
    found.add(entry, keepSamples);
  }

  /** The text without literals, of a statement that is in no log. */
  public static String normalised(String sql) {
    byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.of(bytes, 0, bytes.length);
    return new String(fingerprint.bytes(), 0, fingerprint.length(), StandardCharsets.UTF_8);
  }

  /** The id of the class of a statement without literals. */
  public static String id(String normalised) {
    return QueryClass.id(normalised.getBytes(StandardCharsets.UTF_8));
  }

  private QueryClass find(byte[] text, int length) {
    long hash = hash(text, length);
    int slot = slot(table, text, length, hash);
    QueryClass found = table[slot];
    if (found != null) {
      return found;
    }
    if (size >= MOST && !Arrays.equals(text, 0, length, OTHERS, 0, OTHERS.length)) {
      return find(OTHERS, OTHERS.length);
    }
    var added = new QueryClass(hash, Arrays.copyOf(text, length));
    table[slot] = added;
    if (++size * 2 > table.length) {
      grow();
    }
    return added;
  }

  private static int slot(QueryClass[] table, byte[] text, int length, long hash) {
    int slot = (int) (hash ^ (hash >>> 32)) & (table.length - 1);
    while (true) {
      QueryClass there = table[slot];
      if (there == null
          || (there.hash == hash
              && Arrays.equals(there.fingerprint, 0, there.fingerprint.length, text, 0, length))) {
        return slot;
      }
      slot = (slot + 1) & (table.length - 1);
    }
  }

  private void grow() {
    var larger = new QueryClass[table.length * 2];
    for (QueryClass one : table) {
      if (one != null) {
        larger[slot(larger, one.fingerprint, one.fingerprint.length, one.hash)] = one;
      }
    }
    table = larger;
  }

  private static long hash(byte[] text, int length) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ text[i]) * 0x100000001b3L;
    }
    return hash ^ (hash >>> 29);
  }

  /** How many entries were taken. */
  public long entries() {
    return entries;
  }

  /** All classes, those first that took the most time together. */
  public List<QueryClass> byTime() {
    List<QueryClass> classes = new ArrayList<>();
    for (QueryClass one : table) {
      if (one != null) {
        classes.add(one);
      }
    }
    classes.sort(
        Comparator.comparingLong(QueryClass::totalMicros)
            .reversed()
            .thenComparing(QueryClass::text));
    return classes;
  }
}
