package dev.upkeep.database.rows;

import java.math.BigInteger;

/**
 * How many rows there are, and which: two with the same figures hold the same rows.
 *
 * @param rows how many
 * @param digest of {@link RowDigest}, decimal
 */
public record Sealed(long rows, String digest) {

  /**
   * Adds rows up as the server tells of them one by one. The halves of the digests are added apart,
   * so that what is done for each row is cheap.
   */
  public static final class Sum {
    private long rows;
    private long upper;
    private long lower;

    public boolean isEmpty() {
      return rows == 0;
    }

    /**
     * One more; up to two thousand million of them.
     *
     * @param digest of {@link RowDigest#ofRow}
     */
    public void add(String digest) {
      rows++;
      long bits = Long.parseUnsignedLong(digest, 16);
      upper += bits >>> 32;
      lower += bits & 0xFFFF_FFFFL;
    }

    public Sealed sealed() {
      return new Sealed(
          rows, BigInteger.valueOf(upper).shiftLeft(32).add(BigInteger.valueOf(lower)).toString());
    }
  }
}
