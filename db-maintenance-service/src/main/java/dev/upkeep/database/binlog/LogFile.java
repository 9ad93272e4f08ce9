package dev.upkeep.database.binlog;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;

/**
 * A binary log as it lies on a disk, read from head to head: its events must fill it to the last
 * byte.
 *
 * @param created when the server began it, by its clock, to the second
 * @param last when its last event was written, likewise
 * @param bytes how long it is
 * @see <a href="https://mariadb.com/kb/en/2-binlog-event-header/">the head of an event</a>
 */
record LogFile(Instant created, Instant last, long bytes) {

  private static final byte[] MAGIC = {(byte) 0xfe, 'b', 'i', 'n'};
  private static final int HEAD = 19;
  private static final int LENGTH_AT = 9;

  /**
   * Reads one.
   *
   * @throws Broken when it is none, or not whole
   */
  static LogFile read(Path file) throws IOException, Broken {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return read(new DataInputStream(in));
    }
  }

  private static LogFile read(DataInputStream in) throws IOException, Broken {
    byte[] magic = in.readNBytes(MAGIC.length);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new Broken("it does not begin as binary logs do");
    }
    long at = MAGIC.length;
    long created = -1;
    long last = -1;
    byte[] head = new byte[HEAD];
    for (int n = in.readNBytes(head, 0, HEAD); n > 0; n = in.readNBytes(head, 0, HEAD)) {
      if (n < HEAD) {
        throw new Broken("it ends within an event, at byte %,d".formatted(at));
      }
      ByteBuffer event = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
      long seconds = Integer.toUnsignedLong(event.getInt(0));
      long length = Integer.toUnsignedLong(event.getInt(LENGTH_AT));
      if (length < HEAD) {
        throw new Broken("there is no event at byte %,d".formatted(at));
      }
      try {
        in.skipNBytes(length - HEAD);
      } catch (EOFException e) {
        throw new Broken("it ends within an event, at byte %,d".formatted(at));
      }
      at += length;
      created = created < 0 ? seconds : created;
      // Events that a server makes up for itself have no time.
      last = Math.max(last, seconds);
    }
    if (created < 0) {
      throw new Broken("there is no event in it");
    }
    return new LogFile(Instant.ofEpochSecond(created), Instant.ofEpochSecond(last), at);
  }

  /** It is no binary log, or not all of one. */
  static final class Broken extends Exception {
    Broken(String why) {
      super(why);
    }
  }
}
