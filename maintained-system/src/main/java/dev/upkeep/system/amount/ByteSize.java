package dev.upkeep.system.amount;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory as redis.conf writes it: {@code 512mb}, {@code 1gb}, {@code 1.5gb}; {@code
 * 512MiB} is the same. A unit of two letters is a power of 1024. The units of one letter, which are
 * powers of 1000 to Redis and of 1024 to others, are not read.
 *
 * @param bytes more than none
 * @param written the text it was read from
 */
public record ByteSize(long bytes, String written) {

  /** What to tell a person whose amount could not be read. */
  public static final String REMEDY = "Write a number and one of kb, mb, gb, tb: 512mb, 1.5gb";

  private static final Pattern WRITTEN =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)\\s?(k|m|g|t)i?b", Pattern.CASE_INSENSITIVE);
  private static final Map<String, Integer> SHIFT = Map.of("k", 10, "m", 20, "g", 30, "t", 40);

  public ByteSize {
    if (bytes <= 0) {
      throw new IllegalArgumentException("an amount of memory is more than none: " + written);
    }
  }

  public static Optional<ByteSize> parse(String text) {
    Matcher parts = WRITTEN.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int shift = SHIFT.getOrDefault(parts.group(2).toLowerCase(Locale.ROOT), 0);
    double bytes = Double.parseDouble(parts.group(1)) * (1L << shift);
    return bytes < 1 || bytes > (1L << 50)
        ? Optional.empty()
        : Optional.of(new ByteSize((long) bytes, text));
  }

  /** An amount in the largest unit in which it is at least one, for people: {@code 1.5 GiB}. */
  public static String print(long bytes) {
    String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }

  @Override
  public String toString() {
    return written;
  }
}
