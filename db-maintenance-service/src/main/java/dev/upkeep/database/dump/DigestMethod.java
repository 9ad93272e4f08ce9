package dev.upkeep.database.dump;

import dev.upkeep.system.database.TargetProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A way in which a server computes an unsigned number of 64 bits of each row; a table's digest is
 * their sum. A manifest names its way: digests of different ways must not be compared.
 */
public enum DigestMethod {

  /**
   * The product of two checksums of the row: CRC-32 and CRC-32C, which share no factor. Either
   * alone is linear: of rows that swapped a value, their sums or exclusive ors would be the same
   * now and then. A tenth of the work of {@link #MD5}.
   */
  CRC("sum-of-crc32-times-crc32c/1") {
    @Override
    String ofRow(DumpTable table) {
      return "%s * %s".formatted(checksum("CRC32", table), checksum("CRC32C", table));
    }
  },

  /** The first half of the MD5 of the row. Earlier releases knew no other. */
  MD5("sum-of-md5-64/1") {
    @Override
    String ofRow(DumpTable table) {
      return "CAST(CONV(LEFT(MD5(%s), 16), 16, 10) AS UNSIGNED)"
          .formatted(
              table.columns().stream()
                  .map(column -> column.digest().hashed())
                  .collect(Collectors.joining(", '|', ", "CONCAT(", ")")));
    }
  };

  /** CRC32C, and a checksum that goes on from another. */
  private static final int CRC_SINCE = 10_08;

  /** Calls within calls take the server's stack: so many values, and the next begin anew. */
  private static final int DEEPEST = 16;

  private final String word;

  DigestMethod(String word) {
    this.word = word;
  }

  /** What manifests call it. */
  public String word() {
    return word;
  }

  /** The one that a manifest names; none if this release does not know it. */
  public static Optional<DigestMethod> named(String word) {
    return Arrays.stream(values()).filter(method -> method.word.equals(word)).findFirst();
  }

  /**
   * The cheapest that a server knows.
   *
   * @param version as in {@code 11.4.5-MariaDB}
   */
  public static DigestMethod of(String version) {
    return Arrays.stream(values())
        .filter(method -> method.isKnownTo(version))
        .findFirst()
        .orElse(MD5);
  }

  /**
   * Refuses a server that cannot compute it.
   *
   * @param version as in {@code 11.4.5-MariaDB}
   */
  public void requireOn(String version) throws TargetProblem {
    if (!isKnownTo(version)) {
      throw TargetProblem.lasting(
          "MariaDB %s cannot compute the digests of this backup, %s.".formatted(version, word),
          "Compare the copy on a server of 10.8 or later");
    }
  }

  private boolean isKnownTo(String version) {
    String[] parts = version.split("\\D+", 3);
    return this == MD5
        || Integer.parseInt(parts[0]) * 100 + Integer.parseInt(parts[1]) >= CRC_SINCE;
  }

  /** What the server computes of each row. */
  abstract String ofRow(DumpTable table);

  /**
   * Of what is short, by itself, and of how long each value is, and then of the values: where one
   * ends and the next begins cannot be mistaken.
   */
  private static String checksum(String function, DumpTable table) {
    List<String> parts = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (DumpColumn column : table.columns()) {
      parts.add(column.digest().mark());
      column.digest().value().ifPresent(values::add);
    }
    for (int from = 0; from < values.size(); from += DEEPEST) {
      String sum = "";
      for (String value : values.subList(from, Math.min(from + DEEPEST, values.size()))) {
        sum = "%s(%s%s)".formatted(function, sum.isEmpty() ? "" : sum + ", ", value);
      }
      parts.add(sum);
    }
    return "%s(CONCAT_WS('|', %s))".formatted(function, String.join(", ", parts));
  }
}
