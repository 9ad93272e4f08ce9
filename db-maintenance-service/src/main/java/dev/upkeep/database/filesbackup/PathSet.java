package dev.upkeep.database.filesbackup;

import java.util.Arrays;

/**
 * Which paths there are, in 8 bytes for each: millions fit into a small heap. Two paths are taken
 * for one once in 2^64 pairs.
 */
final class PathSet {

  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private long[] hashes = new long[1024];
  private int size;

  void add(String path) {
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, size * 2);
    }
    hashes[size++] = hash(path);
  }

  /** To be called once, between the last that is added and the first question. */
  void sort() {
    Arrays.sort(hashes, 0, size);
  }

  boolean contains(String path) {
    return Arrays.binarySearch(hashes, 0, size, hash(path)) >= 0;
  }

  /**
   * FNV-1a, then mixed. Bytes that are no UTF-8 are one replacement character or several, depending
   * on who reads them: a row of these counts as one.
   */
  private static long hash(String path) {
    long hash = OFFSET;
    char before = 0;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c != '\uFFFD' || before != '\uFFFD') {
        hash = (hash ^ c) * PRIME;
      }
      before = c;
    }
    hash ^= hash >>> 32;
    hash *= 0xd6e8feb86659fd93L;
    return hash ^ (hash >>> 32);
  }
}
