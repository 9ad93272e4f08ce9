package dev.upkeep.embedded;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Copies a 64-bit Linux program without what only a debugger reads. The bundled mariadbd is 314 MB,
 * of which the kernel maps 30 MB; a program's segments come first in the file, so the copy stops
 * where the last one ends and says in the header that there are no sections. Layout: the System V
 * ABI's chapter on object files (ELF).
 */
final class ProgramWithoutDebugInfo {

  private static final int HEADER_BYTES = 64;
  private static final int SEGMENT_BYTES = 56;
  private static final int SEGMENT_TABLE_OFFSET = 32;
  private static final int SECTION_TABLE_OFFSET = 40;
  private static final int SEGMENT_COUNT = 56;
  private static final int SECTION_COUNT = 60;
  private static final int SECTION_NAMES = 62;
  private static final int MAGIC = 0x7f454c46;
  private static final byte SIXTY_FOUR_BIT = 2;
  private static final byte LITTLE_ENDIAN_DATA = 1;

  private ProgramWithoutDebugInfo() {}

  /** Anything that is not such a program, a script for instance, is copied as it is. */
  static void copy(InputStream program, Path target) throws IOException {
    byte[] start = program.readNBytes(HEADER_BYTES);
    ByteBuffer header = ByteBuffer.wrap(start);
    if (start.length < HEADER_BYTES
        || header.getInt(0) != MAGIC
        || start[4] != SIXTY_FOUR_BIT
        || start[5] != LITTLE_ENDIAN_DATA) {
      Files.copy(new SequenceInputStream(new ByteArrayInputStream(start), program), target);
      return;
    }
    header.order(ByteOrder.LITTLE_ENDIAN);
    long table = header.getLong(SEGMENT_TABLE_OFFSET);
    int count = header.getShort(SEGMENT_COUNT);
    byte[] between = program.readNBytes(Math.toIntExact(table - HEADER_BYTES));
    byte[] segments = program.readNBytes(count * SEGMENT_BYTES);
    if (segments.length < count * SEGMENT_BYTES) {
      throw new EOFException("The program for " + target + " ends within its segment table");
    }
    long end = endOfLastSegment(ByteBuffer.wrap(segments).order(ByteOrder.LITTLE_ENDIAN), count);
    header.putLong(SECTION_TABLE_OFFSET, 0);
    header.putShort(SECTION_COUNT, (short) 0);
    header.putShort(SECTION_NAMES, (short) 0);
    try (OutputStream out = Files.newOutputStream(target)) {
      out.write(start);
      out.write(between);
      out.write(segments);
      copyExactly(program, out, end - (table + segments.length), target);
    }
  }

  private static long endOfLastSegment(ByteBuffer segments, int count) {
    long end = 0;
    for (int i = 0; i < count; i++) {
      long offset = segments.getLong(i * SEGMENT_BYTES + 8);
      long inFile = segments.getLong(i * SEGMENT_BYTES + 32);
      end = Math.max(end, offset + inFile);
    }
    return end;
  }

  private static void copyExactly(InputStream in, OutputStream out, long bytes, Path target)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = bytes;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException("The program for " + target + " ends " + left + " bytes early");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }
}
