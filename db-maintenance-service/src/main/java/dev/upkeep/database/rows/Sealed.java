package dev.upkeep.database.rows;

import java.math.BigDecimal;

/**
 * How many rows there are, and which: two with the same figures hold the same rows.
 *
 * @param rows how many
 * @param digest of {@link RowDigest}, decimal
 */
public record Sealed(long rows, String digest) {

  /** Adds rows up as the server tells of them one by one. */
  public static final class Sum {
    private long rows;
    private BigDecimal digest = BigDecimal.ZERO;

    public boolean isEmpty() {
      return rows == 0;
    }

    public void add(BigDecimal row) {
      rows++;
      digest = digest.add(row);
    }

    public Sealed sealed() {
      return new Sealed(rows, digest.toPlainString());
    }
  }
}
