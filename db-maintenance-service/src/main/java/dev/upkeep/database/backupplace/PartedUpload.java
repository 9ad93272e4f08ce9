package dev.upkeep.database.backupplace;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An object of any length, sent in parts while it is being written; a short one in one request. It
 * is there when this is closed, and not before; after a part was refused it never is.
 *
 * <p>A server takes 10,000 parts of at least 5 MiB: the first ones are small, for the worker's
 * memory, the later ones large, so that an object may have 500 GiB.
 */
final class PartedUpload extends OutputStream {

  private static final int LEAST = 64 << 10;
  private static final int SMALL_PART = 16 << 20;
  private static final int LARGE_PART = 64 << 20;
  private static final int SMALL_PARTS = 2_000;

  private final Bucket bucket;
  private final String key;
  private final List<CompletedPart> parts = new ArrayList<>();
  private Optional<Bucket.Upload> upload = Optional.empty();
  private byte[] buffer = new byte[LEAST];
  private int filled;
  private boolean over;

  PartedUpload(Bucket bucket, String key) {
    this.bucket = bucket;
    this.key = key;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] block, int from, int length) throws IOException {
    int at = from;
    int left = length;
    while (left > 0) {
      if (filled == buffer.length) {
        makeRoom();
      }
      int taken = Math.min(left, buffer.length - filled);
      System.arraycopy(block, at, buffer, filled, taken);
      filled += taken;
      at += taken;
      left -= taken;
    }
  }

  private void makeRoom() throws IOException {
    int most = parts.size() < SMALL_PARTS ? SMALL_PART : LARGE_PART;
    if (buffer.length < most) {
      buffer = Arrays.copyOf(buffer, Math.min(most, buffer.length * 2));
    } else {
      send();
    }
  }

  private void send() throws IOException {
    try {
      if (upload.isEmpty()) {
        upload = Optional.of(bucket.begin(key));
      }
      parts.add(bucket.part(upload.get(), parts.size() + 1, buffer, filled));
      filled = 0;
    } catch (IOException e) {
      over = true;
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    if (over) {
      return;
    }
    over = true;
    if (upload.isEmpty()) {
      bucket.put(key, buffer, filled);
      return;
    }
    if (filled > 0) {
      send();
    }
    bucket.complete(upload.get(), parts);
  }
}
