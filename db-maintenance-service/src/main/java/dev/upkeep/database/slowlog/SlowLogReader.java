package dev.upkeep.database.slowlog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the slow query log of MariaDB and MySQL from a stream, in one pass and in bounded memory.
 * An entry ends where a line that ends with a semicolon is followed by one that begins with {@code
 * #}; one that the server is still writing is left for the next time.
 */
public final class SlowLogReader {

  private static final int FIRST_BUFFER = 1 << 20;

  /** Of a longer entry only this much is looked at. */
  private static final int LONGEST_ENTRY = 8 << 20;

  /** A server that starts says so in a line that is shorter. */
  private static final int LONGEST_START = 1000;

  private static final byte[] USER = bytes("# User@Host: ");
  private static final byte[] SCHEMA = bytes("Schema: ");
  private static final byte[] QUERY_TIME = bytes("# Query_time: ");
  private static final byte[] ADMIN = bytes("# administrator command: ");
  private static final byte[] USE = bytes("use ");
  private static final byte[] SET = bytes("SET ");
  private static final byte[] TIMESTAMP = bytes("timestamp=");
  private static final byte[] VERSION = bytes(", Version: ");

  private final SlowLogEntry entry = new SlowLogEntry();
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int filled;

  /** Up to here no entry ends; what comes behind has to be looked at again with more. */
  private int undecided;

  private long consumed;

  /** Is given each entry. */
  @FunctionalInterface
  public interface Entries {
    void on(SlowLogEntry entry);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads to the end of the stream.
   *
   * @return how many bytes belong to entries that are whole: where to go on the next time
   */
  public long read(InputStream log, Entries entries) throws IOException {
    int begin = 0;
    while (true) {
      int end = endOfEntry(Math.max(begin, undecided));
      if (end >= 0) {
        parse(begin, end, entries);
        begin = end + 2;
        continue;
      }
      boolean more = more(log, begin);
      begin = 0;
      if (!more) {
        break;
      }
    }
    if (filled - begin >= 2 && buffer[filled - 1] == '\n' && buffer[filled - 2] == ';') {
      parse(begin, filled - 2, entries);
      begin = filled;
    }
    return consumed + begin;
  }

  /** Moves what is not yet parsed to the front and fills the rest; false at the end. */
  private boolean more(InputStream log, int begin) throws IOException {
    System.arraycopy(buffer, begin, buffer, 0, filled - begin);
    filled -= begin;
    undecided -= begin;
    consumed += begin;
    if (filled == buffer.length) {
      if (buffer.length >= LONGEST_ENTRY) {
        // Its beginning says what class it is of; the middle of it is let go.
        int kept = LONGEST_ENTRY / 2;
        consumed += filled - kept;
        filled = kept;
        undecided = kept - 2;
      } else {
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
    }
    int read = log.read(buffer, filled, buffer.length - filled);
    filled += Math.max(0, read);
    return read > 0;
  }

  /** Where the semicolon is after which another entry, or a restart of the server, begins. */
  private int endOfEntry(int from) {
    byte[] b = buffer;
    int last = filled - 2;
    for (int i = from; i < last; i++) {
      if (b[i + 1] == '\n') {
        if (b[i] == ';') {
          if (b[i + 2] == '#' || isStart(i + 2)) {
            return i;
          }
          if (filled - i < LONGEST_START && endOfLine(i + 2, filled) == filled) {
            undecided = i;
            return -1;
          }
        }
        i++;
      }
    }
    undecided = Math.max(from, last);
    return -1;
  }

  /** {@code /usr/sbin/mariadbd, Version: …. started with:}, which servers write when they start. */
  private boolean isStart(int line) {
    byte first = buffer[line];
    return (first == '/' || (first >= 'A' && first <= 'Z'))
        && indexOf(VERSION, line, endOfLine(line, filled)) >= 0;
  }

  private void parse(int begin, int end, Entries entries) {
    entry.clear(buffer);
    int line = begin;
    while (line < end) {
      int eol = endOfLine(line, end);
      if (buffer[line] == '#') {
        if (at(ADMIN, line, eol)) {
          entry.from = line + 2;
          entry.to = eol;
        } else {
          header(line, eol);
        }
      } else if (at(USE, line, eol)) {
        entry.schemaFrom = line + USE.length;
        entry.schemaTo = buffer[eol - 1] == ';' ? eol - 1 : eol;
      } else if (at(SET, line, eol) && indexOf(TIMESTAMP, line, eol) >= 0) {
        entry.atSeconds = number(indexOf(TIMESTAMP, line, eol) + TIMESTAMP.length, eol);
      } else if (isStart(line)) {
        // Three lines of a server that starts; they belong to no entry.
        line = endOfLine(endOfLine(eol + 1, end) + 1, end) + 1;
        continue;
      } else if (eol > line) {
        entry.from = line;
        entry.to = end;
        break;
      }
      line = eol + 1;
    }
    if (entry.to > entry.from) {
      entries.on(entry);
    }
  }

  private void header(int line, int eol) {
    if (at(QUERY_TIME, line, eol)) {
      int p = line + QUERY_TIME.length;
      entry.queryMicros = micros(p, eol);
      p = nextValue(p, eol);
      entry.lockMicros = micros(p, eol);
      p = nextValue(p, eol);
      entry.rowsSent = number(p, eol);
      p = nextValue(p, eol);
      entry.rowsExamined = number(p, eol);
    } else if (at(USER, line, eol)) {
      entry.userFrom = line + USER.length;
      int p = entry.userFrom;
      while (p < eol && buffer[p] != '[') {
        p++;
      }
      entry.userTo = p;
    } else if (buffer[line + Math.min(2, eol - line)] == 'T') {
      int schema = indexOf(SCHEMA, line, eol);
      if (schema >= 0) {
        entry.schemaFrom = schema + SCHEMA.length;
        int p = entry.schemaFrom;
        while (p < eol && buffer[p] != ' ') {
          p++;
        }
        entry.schemaTo = p;
      }
    }
  }

  /** Behind the next {@code Name: } on the line. */
  private int nextValue(int from, int eol) {
    int p = from;
    while (p < eol && buffer[p] != ':') {
      p++;
    }
    p++;
    while (p < eol && buffer[p] == ' ') {
      p++;
    }
    return Math.min(p, eol);
  }

  private long number(int from, int eol) {
    long number = 0;
    for (int p = from; p < eol && buffer[p] >= '0' && buffer[p] <= '9'; p++) {
      number = number * 10 + (buffer[p] - '0');
    }
    return number;
  }

  /** Seconds with up to six decimals. */
  private long micros(int from, int eol) {
    long micros = number(from, eol) * 1_000_000;
    int p = from;
    while (p < eol && buffer[p] != '.' && buffer[p] != ' ') {
      p++;
    }
    long unit = 100_000;
    for (p++; p < eol && buffer[p] >= '0' && buffer[p] <= '9' && unit > 0; p++, unit /= 10) {
      micros += (buffer[p] - '0') * unit;
    }
    return micros;
  }

  private int endOfLine(int from, int end) {
    int p = from;
    while (p < end && buffer[p] != '\n') {
      p++;
    }
    return Math.min(p, end);
  }

  private boolean at(byte[] text, int from, int end) {
    if (end - from < text.length) {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      if (buffer[from + i] != text[i]) {
        return false;
      }
    }
    return true;
  }

  private int indexOf(byte[] text, int from, int end) {
    for (int p = from; p <= end - text.length; p++) {
      if (buffer[p] == text[0] && at(text, p, end)) {
        return p;
      }
    }
    return -1;
  }
}
