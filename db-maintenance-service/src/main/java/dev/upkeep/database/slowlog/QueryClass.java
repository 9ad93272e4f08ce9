package dev.upkeep.database.slowlog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** All calls of one class of statements: what they have in common, and what they cost. */
public final class QueryClass {

  /** Four to each doubling of time, from a microsecond on. */
  private static final int BUCKETS = 160;

  private static final int TO_EACH_DOUBLING = 4;

  /** Longer than this, a statement is not kept to be explained. */
  private static final int LONGEST_SAMPLE = 64 << 10;

  final long hash;
  final byte[] fingerprint;
  private final int[] times = new int[BUCKETS];
  private byte[] slowest = new byte[0];
  private long calls;
  private long totalMicros;
  private long maxMicros = -1;
  private long lockMicros;
  private long rowsSent;
  private long rowsExamined;
  private long lastAtSeconds;

  QueryClass(long hash, byte[] fingerprint) {
    this.hash = hash;
    this.fingerprint = fingerprint;
  }

  void add(SlowLogEntry entry, boolean keepSamples) {
    calls++;
    totalMicros += entry.queryMicros;
    lockMicros += entry.lockMicros;
    rowsSent += entry.rowsSent;
    rowsExamined += entry.rowsExamined;
    lastAtSeconds = Math.max(lastAtSeconds, entry.atSeconds);
    times[bucket(entry.queryMicros)]++;
    if (entry.queryMicros > maxMicros) {
      maxMicros = entry.queryMicros;
      if (keepSamples && entry.to - entry.from <= LONGEST_SAMPLE) {
        slowest = Arrays.copyOfRange(entry.bytes, entry.from, entry.to);
      }
    }
  }

  private static int bucket(long micros) {
    if (micros < 1) {
      return 0;
    }
    int doublings = 63 - Long.numberOfLeadingZeros(micros);
    long within = ((micros - (1L << doublings)) * TO_EACH_DOUBLING) >>> doublings;
    return Math.min(BUCKETS - 1, doublings * TO_EACH_DOUBLING + (int) within);
  }

  /** The statement without its literals. */
  public String text() {
    return new String(fingerprint, StandardCharsets.UTF_8);
  }

  /** Sixteen digits that stay the same from release to release: the end of the text's MD5. */
  public String id() {
    return id(fingerprint);
  }

  static String id(byte[] fingerprint) {
    try {
      String digest =
          HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(fingerprint));
      return digest.substring(16).toUpperCase(Locale.ROOT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  /**
   * The slowest call as it was sent, literals and all: to be explained, never to be kept. Empty if
   * samples were not asked for.
   */
  public String slowest() {
    return new String(slowest, StandardCharsets.UTF_8);
  }

  public long calls() {
    return calls;
  }

  public long totalMicros() {
    return totalMicros;
  }

  public long maxMicros() {
    return maxMicros;
  }

  public long lockMicros() {
    return lockMicros;
  }

  public long rowsSent() {
    return rowsSent;
  }

  public long rowsExamined() {
    return rowsExamined;
  }

  /** In seconds since 1970 UTC; 0 where the log does not say. */
  public long lastAtSeconds() {
    return lastAtSeconds;
  }

  /** The time that 95 of 100 calls stay under, at most a fifth too high. */
  public long p95Micros() {
    long rank = (calls * 95 + 99) / 100;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      rank -= times[bucket];
      if (rank <= 0) {
        long base = 1L << (bucket / TO_EACH_DOUBLING);
        return Math.min(
            maxMicros, base + base * (bucket % TO_EACH_DOUBLING + 1) / TO_EACH_DOUBLING);
      }
    }
    return maxMicros;
  }
}
