package dev.upkeep.database.restic;

import java.time.Instant;

/**
 * Something that a snapshot holds.
 *
 * @param type as restic calls it: {@code file}, {@code dir}, {@code symlink}, {@code fifo} …
 * @param path where it was, absolute
 * @param bytes its length, for a file
 * @param modifiedAt when its content changed last
 */
public record Node(String type, String path, long bytes, Instant modifiedAt) {

  public boolean isFile() {
    return type.equals("file");
  }
}
