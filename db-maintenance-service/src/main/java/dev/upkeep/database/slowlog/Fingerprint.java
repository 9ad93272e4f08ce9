package dev.upkeep.database.slowlog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A statement without what differs from call to call: literals, white space, comments, the length
 * of lists. The rules are those of {@code pt-query-digest} (QueryRewriter of Percona Toolkit 3.2),
 * so that the classes are the ones people know; digits within names count as literals there and
 * here. Strings, though, are read as the server reads them: no part of one is ever left over.
 */
final class Fingerprint {

  private static final int WORD = 1;
  private static final int SPACE = 2;
  private static final int NUMBER = 4;
  private static final int IN_NUMBER = 8;
  private static final byte[] KINDS = kinds();

  private static final Pattern UNION =
      Pattern.compile("\\b(select\\s.*?)(?:(\\sunion(?:\\sall)?)\\s\\1)+", Pattern.DOTALL);
  private static final byte[] DUMP = ascii("SELECT /*!40001 SQL_NO_CACHE */ * FROM `");
  private static final byte[] ADMINISTRATOR = ascii("administrator command: ");

  private byte[] out = new byte[4096];
  private int length;
  private byte lastByte;
  private int wordStart = -1;
  private boolean insert;
  private boolean values;
  private boolean lists;
  private boolean limit;
  private boolean order;
  private boolean union;

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    for (int c = 0; c < 128; c++) {
      if (Character.isLetterOrDigit(c) || c == '_') {
        kinds[c] |= WORD;
      }
    }
    for (char c : " \n\t\r\f".toCharArray()) {
      kinds[c] |= SPACE;
    }
    for (char c : "0123456789+-".toCharArray()) {
      kinds[c] |= NUMBER;
    }
    for (char c : "0123456789abcdefx.+-".toCharArray()) {
      kinds[c] |= IN_NUMBER;
    }
    return kinds;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The fingerprint's bytes, valid up to {@link #length} and until the next statement. */
  byte[] bytes() {
    return out;
  }

  int length() {
    return length;
  }

  /** Takes a statement; leaves its fingerprint in {@link #bytes}. */
  void of(byte[] b, int from, int to) {
    length = 0;
    lastByte = 0;
    wordStart = -1;
    insert = false;
    values = false;
    lists = false;
    limit = false;
    order = false;
    union = false;
    if (out.length < to - from + 16) {
      out = new byte[(to - from + 16) * 2];
    }
    if (special(b, from, to)) {
      return;
    }
    rewrite(b, from, to);
    if (length > 0 && out[length - 1] == ' ') {
      length--;
    }
    if (lists) {
      collapseLists();
    }
    if (union) {
      collapseUnion();
    }
    if (limit) {
      collapseLimit();
    }
    if (order) {
      dropAsc();
    }
  }

  private boolean special(byte[] b, int from, int to) {
    if (startsWith(b, from, to, ADMINISTRATOR)) {
      System.arraycopy(b, from, out, 0, to - from);
      length = to - from;
      return true;
    }
    if (startsWith(b, from, to, DUMP)) {
      replaceBy("mysqldump");
      return true;
    }
    return false;
  }

  private static boolean startsWith(byte[] b, int from, int to, byte[] text) {
    return to - from >= text.length
        && Arrays.equals(b, from, from + text.length, text, 0, text.length);
  }

  private void rewrite(byte[] b, int from, int to) {
    boolean quoted = false;
    for (int i = from; i < to; i++) {
      byte c = b[i];
      int kind = KINDS[c & 0xFF];
      if ((kind & NUMBER) != 0) {
        if (c == '-' && !quoted && isLineComment(b, i, to)) {
          i = endOfLine(b, i, to) - 1;
          continue;
        }
        do {
          i++;
        } while (i < to && (KINDS[b[i] & 0xFF] & IN_NUMBER) != 0);
        i--;
        literal();
      } else if ((kind & WORD) != 0) {
        if (wordStart < 0) {
          wordStart = length;
        }
        emit(c, (byte) (c >= 'A' && c <= 'Z' ? c + 32 : c));
      } else if ((kind & SPACE) != 0) {
        endWord();
        if (length > 0 && out[length - 1] != ' ') {
          emit(c, (byte) ' ');
        }
      } else if (c == '`') {
        quoted = !quoted;
        endWord();
        emit(c, c);
      } else if (!quoted && (c == '\'' || c == '"')) {
        endWord();
        i = endOfString(b, i, to);
        literal();
      } else if (!quoted && c == '#') {
        endWord();
        i = endOfLine(b, i, to) - 1;
      } else if (!quoted && c == '/' && i + 2 < to && b[i + 1] == '*' && b[i + 2] != '!') {
        endWord();
        i = endOfComment(b, i, to);
      } else {
        endWord();
        emit(c, c);
        if (c == ')' && values && anotherRow(b, i + 1, to)) {
          break;
        }
        if (c == '(' && call(b, from)) {
          length--;
          break;
        }
      }
    }
    endWord();
  }

  private void emit(byte original, byte written) {
    out[length++] = written;
    lastByte = original;
  }

  /** A question mark; it swallows what belongs to the literal in front of it: 0x, b, a point. */
  private void literal() {
    if (length > 0 && (lastByte == 'x' || lastByte == 'b' || lastByte == '.')) {
      length--;
    }
    wordStart = -1;
    emit((byte) '?', (byte) '?');
  }

  /** A word is over: is it one that matters? */
  private void endWord() {
    if (wordStart < 0) {
      return;
    }
    int start = wordStart;
    wordStart = -1;
    switch (length - start) {
      case 2 -> lists |= word(start, "in");
      case 3 -> {}
      case 4 -> {
        if (word(start, "null") || word(start, "true")) {
          length = start;
          emit((byte) '?', (byte) '?');
        }
      }
      case 5 -> {
        if (word(start, "false")) {
          length = start;
          emit((byte) '?', (byte) '?');
        }
        limit |= word(start, "limit");
        order |= word(start, "order");
        union |= word(start, "union");
        lists |= word(start, "value");
      }
      case 6 -> {
        if (word(start, "values")) {
          lists = true;
          values = insert;
        } else if (start == 0 && word(start, "insert")) {
          insert = true;
        }
      }
      case 7 -> insert |= start == 0 && word(start, "replace");
      default -> {}
    }
  }

  private boolean word(int start, String word) {
    if (length - start != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (out[start + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** {@code call procedure(}: what a call passes is left out altogether. */
  private boolean call(byte[] b, int from) {
    return length > 6
        && (b[from] == 'c' || b[from] == 'C')
        && out[0] == 'c'
        && out[1] == 'a'
        && out[2] == 'l'
        && out[3] == 'l'
        && out[4] == ' '
        && indexOf("(", 0) == length - 1;
  }

  private static boolean isLineComment(byte[] b, int i, int to) {
    return i + 1 < to && b[i + 1] == '-' && (i + 2 == to || (KINDS[b[i + 2] & 0xFF] & SPACE) != 0);
  }

  private static int endOfLine(byte[] b, int i, int to) {
    int p = i;
    while (p < to && b[p] != '\n' && b[p] != '\r') {
      p++;
    }
    return p;
  }

  private static int endOfString(byte[] b, int open, int to) {
    byte quote = b[open];
    for (int i = open + 1; i < to; i++) {
      if (b[i] == '\\') {
        i++;
      } else if (b[i] == quote) {
        if (i + 1 < to && b[i + 1] == quote) {
          i++;
        } else {
          return i;
        }
      }
    }
    return to;
  }

  private static int endOfComment(byte[] b, int open, int to) {
    for (int i = open + 2; i + 1 < to; i++) {
      if (b[i] == '*' && b[i + 1] == '/') {
        return i + 1;
      }
    }
    return to;
  }

  /** Of the rows of an INSERT the first is enough. */
  private static boolean anotherRow(byte[] b, int from, int to) {
    int p = skipSpace(b, from, to);
    if (p >= to || b[p] != ',') {
      return false;
    }
    p = skipSpace(b, p + 1, to);
    return p < to && b[p] == '(';
  }

  private static int skipSpace(byte[] b, int from, int to) {
    int p = from;
    while (p < to && (KINDS[b[p] & 0xFF] & SPACE) != 0) {
      p++;
    }
    return p;
  }

  /** {@code in (?, ?), values (?), (?)} → {@code in(?+), values(?+)}. */
  private void collapseLists() {
    int write = 0;
    int read = 0;
    while (read < length) {
      if (out[read] == '(') {
        int close = endOfList(read);
        int word = close < 0 ? -1 : endOfWordBefore(write);
        if (word >= 0) {
          write = word;
          for (byte c : new byte[] {'(', '?', '+', ')'}) {
            out[write++] = c;
          }
          read = close + 1;
          for (int next = nextList(read); next >= 0; next = nextList(read)) {
            read = next;
          }
          continue;
        }
      }
      out[write++] = out[read++];
    }
    length = write;
  }

  /** The closing parenthesis of a list of literals alone; -1 if it is none. */
  private int endOfList(int open) {
    int p = open + 1;
    while (p < length && (out[p] == ' ' || out[p] == '?' || out[p] == ',')) {
      p++;
    }
    return p < length && out[p] == ')' ? p : -1;
  }

  private int nextList(int from) {
    int p = from;
    while (p < length && (out[p] == ' ' || out[p] == ',')) {
      p++;
    }
    int close = p < length && out[p] == '(' ? endOfList(p) : -1;
    return close < 0 ? -1 : close + 1;
  }

  /** Where {@code in}, {@code value} or {@code values} ends, right before a place; or -1. */
  private int endOfWordBefore(int place) {
    int end = place;
    while (end > 0 && (out[end - 1] == ' ' || out[end - 1] == ',')) {
      end--;
    }
    int start = end;
    while (start > 0 && (KINDS[out[start - 1] & 0xFF] & WORD) != 0) {
      start--;
    }
    String word = new String(out, start, end - start, StandardCharsets.ISO_8859_1);
    return word.equals("in") || word.equals("value") || word.equals("values") ? end : -1;
  }

  private void collapseUnion() {
    String text = new String(out, 0, length, StandardCharsets.ISO_8859_1);
    replaceBy(UNION.matcher(text).replaceAll("$1 /*repeat$2*/"));
  }

  /** {@code limit ?, ?} and {@code limit ? offset ?} → {@code limit ?}. */
  private void collapseLimit() {
    int at = indexOf("limit ?", 0);
    if (at < 0) {
      return;
    }
    int end = at + "limit ?".length();
    for (String more : new String[] {", ?", ",?", " offset ?"}) {
      if (indexOf(more, end) == end) {
        System.arraycopy(out, end + more.length(), out, end, length - end - more.length());
        length -= more.length();
        return;
      }
    }
  }

  private void dropAsc() {
    int at = indexOf("order by ", 0);
    if (at < 0) {
      return;
    }
    for (int asc = indexOf(" asc", at); asc >= 0; asc = indexOf(" asc", asc + 1)) {
      int end = asc + " asc".length();
      if (end == length || (KINDS[out[end] & 0xFF] & WORD) == 0) {
        System.arraycopy(out, end, out, asc, length - end);
        length -= end - asc;
        asc--;
      }
    }
  }

  private int indexOf(String text, int from) {
    for (int p = from; p <= length - text.length(); p++) {
      int i = 0;
      while (i < text.length() && out[p + i] == text.charAt(i)) {
        i++;
      }
      if (i == text.length()) {
        return p;
      }
    }
    return -1;
  }

  private void replaceBy(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (out.length < bytes.length) {
      out = new byte[bytes.length * 2];
    }
    System.arraycopy(bytes, 0, out, 0, bytes.length);
    length = bytes.length;
  }
}
