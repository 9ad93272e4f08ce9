package dev.upkeep.database.dump;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** SQL as bytes, written with little ado: most of a backup's time is spent here. */
final class SqlText {

  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final int SIZE = 1 << 16;

  private final OutputStream out;
  private final byte[] buffer = new byte[SIZE];
  private int length;
  private long written;

  SqlText(OutputStream out) {
    this.out = out;
  }

  SqlText text(String text) throws IOException {
    bare(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  void bare(byte[] bytes) throws IOException {
    if (bytes.length > SIZE) {
      flush();
      out.write(bytes);
      written += bytes.length;
      return;
    }
    room(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
  }

  /** Text between quotes; the characters that a client or a server takes for something else. */
  void quoted(byte[] utf8) throws IOException {
    one('\'');
    for (byte b : utf8) {
      room(2);
      switch (b) {
        case 0 -> escaped('0');
        case '\n' -> escaped('n');
        case '\r' -> escaped('r');
        case 0x1a -> escaped('Z');
        case '\\' -> escaped('\\');
        case '\'' -> escaped('\'');
        default -> buffer[length++] = b;
      }
    }
    one('\'');
  }

  /** Bytes in hexadecimal; none at all are two quotes, since {@code 0x} alone is a mistake. */
  void hex(String introducer, byte[] bytes) throws IOException {
    text(introducer);
    if (bytes.length == 0) {
      text("''");
      return;
    }
    text("0x");
    for (byte b : bytes) {
      room(2);
      buffer[length++] = HEX[(b >> 4) & 15];
      buffer[length++] = HEX[b & 15];
    }
  }

  /** Bytes so far. */
  long size() {
    return written + length;
  }

  void flush() throws IOException {
    out.write(buffer, 0, length);
    written += length;
    length = 0;
  }

  private void escaped(char c) {
    buffer[length++] = '\\';
    buffer[length++] = (byte) c;
  }

  private void one(char c) throws IOException {
    room(1);
    buffer[length++] = (byte) c;
  }

  private void room(int bytes) throws IOException {
    if (length + bytes > SIZE) {
      flush();
    }
  }
}
