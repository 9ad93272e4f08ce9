package dev.upkeep.database.slowlog;

import java.nio.charset.StandardCharsets;

/**
 * One entry of a slow query log. The reader hands out the same object again and again, so whoever
 * wants to keep something of it copies that.
 */
public final class SlowLogEntry {

  /** Where the statement is: its text is not copied. */
  byte[] bytes = new byte[0];

  int from;
  int to;
  int schemaFrom;
  int schemaTo;
  int userFrom;
  int userTo;
  long atSeconds;
  long queryMicros;
  long lockMicros;
  long rowsSent;
  long rowsExamined;

  void clear(byte[] buffer) {
    bytes = buffer;
    from = 0;
    to = 0;
    schemaFrom = 0;
    schemaTo = 0;
    userFrom = 0;
    userTo = 0;
    atSeconds = 0;
    queryMicros = 0;
    lockMicros = 0;
    rowsSent = 0;
    rowsExamined = 0;
  }

  /** An entry that does not come from a file. */
  static SlowLogEntry of(String statement, long atSeconds, long queryMicros) {
    var entry = new SlowLogEntry();
    entry.bytes = statement.getBytes(StandardCharsets.UTF_8);
    entry.to = entry.bytes.length;
    entry.atSeconds = atSeconds;
    entry.queryMicros = queryMicros;
    return entry;
  }

  /** When it ended, in seconds since 1970 UTC; 0 where the log does not say. */
  public long atSeconds() {
    return atSeconds;
  }

  public long queryMicros() {
    return queryMicros;
  }

  /** The database it was sent to; empty where the log does not say. */
  public String schema() {
    return new String(bytes, schemaFrom, schemaTo - schemaFrom, StandardCharsets.UTF_8);
  }

  /** Whether it was sent to this database, or the log does not say to which. */
  public boolean isOf(byte[] schema) {
    return schemaTo == schemaFrom || same(schemaFrom, schemaTo, schema);
  }

  /** Whether this account sent it. */
  public boolean isFrom(byte[] account) {
    return same(userFrom, userTo, account);
  }

  private boolean same(int start, int end, byte[] text) {
    if (end - start != text.length) {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      if (bytes[start + i] != text[i]) {
        return false;
      }
    }
    return true;
  }
}
