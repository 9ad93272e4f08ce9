package dev.upkeep.database.dump;

import java.math.BigInteger;

/** The sum of unsigned numbers of 64 bits, of which there may be many. */
final class DigestSum {

  private long low;
  private long carried;

  void add(long unsigned) {
    low += unsigned;
    if (Long.compareUnsigned(low, unsigned) < 0) {
      carried++;
    }
  }

  /** In decimal digits, as the server writes it. */
  @Override
  public String toString() {
    return BigInteger.valueOf(carried)
        .shiftLeft(Long.SIZE)
        .add(new BigInteger(Long.toUnsignedString(low)))
        .toString();
  }
}
