package dev.upkeep.chassis.kafka;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Headers as bytes, so that any number of them, of any name and value, can be kept in a column and
 * given back as they were: a count, then for each the length of its name, the name in UTF-8, the
 * length of its value (−1 for none) and the value. All numbers are 4 bytes, big-endian.
 */
public final class HeaderBytes {
  private static final int NO_VALUE = -1;

  private HeaderBytes() {}

  /** How many bytes the headers take in this form. */
  public static int size(Headers headers) {
    int size = Integer.BYTES;
    for (Header header : headers) {
      byte[] value = header.value();
      size +=
          2 * Integer.BYTES
              + header.key().getBytes(StandardCharsets.UTF_8).length
              + (value == null ? 0 : value.length);
    }
    return size;
  }

  public static byte[] write(Headers headers) {
    ByteBuffer bytes = ByteBuffer.allocate(size(headers));
    int count = 0;
    bytes.putInt(count);
    for (Header header : headers) {
      byte[] name = header.key().getBytes(StandardCharsets.UTF_8);
      bytes.putInt(name.length).put(name);
      byte[] value = header.value();
      if (value == null) {
        bytes.putInt(NO_VALUE);
      } else {
        bytes.putInt(value.length).put(value);
      }
      count++;
    }
    return bytes.putInt(0, count).array();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static Headers read(byte[] written) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(written);
      RecordHeaders headers = new RecordHeaders();
      for (int left = bytes.getInt(); left > 0; left--) {
        String name = new String(take(bytes, bytes.getInt()), StandardCharsets.UTF_8);
        int length = bytes.getInt();
        headers.add(name, length == NO_VALUE ? null : take(bytes, length));
      }
      return headers;
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      throw new IllegalArgumentException(
          "%d bytes that are not headers".formatted(written.length), e);
    }
  }

  private static byte[] take(ByteBuffer bytes, int length) {
    if (length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] taken = new byte[length];
    bytes.get(taken);
    return taken;
  }
}
