package dev.upkeep.system.amount;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A share written as {@code 20%} or {@code 12.5%}.
 *
 * @param value from 0 to 100
 */
public record Percent(BigDecimal value) {

  /** What to tell a person whose percentage could not be read. */
  public static final String REMEDY = "Write a number from 0 to 100 and a percent sign: 20%";

  private static final BigDecimal HUNDRED = new BigDecimal(100);
  private static final Pattern WRITTEN = Pattern.compile("\\d{1,3}(?:\\.\\d{1,6})?%");

  public Percent {
    if (value.signum() < 0 || value.compareTo(HUNDRED) > 0) {
      throw new IllegalArgumentException("a percentage is between 0 and 100: " + value);
    }
  }

  public static Optional<Percent> parse(String text) {
    if (!WRITTEN.matcher(text).matches()) {
      return Optional.empty();
    }
    var value = new BigDecimal(text.substring(0, text.length() - 1));
    return value.compareTo(HUNDRED) > 0 ? Optional.empty() : Optional.of(new Percent(value));
  }

  /** From 0.0 to 1.0. */
  public double asFraction() {
    return value.movePointLeft(2).doubleValue();
  }

  @Override
  public String toString() {
    return value.toPlainString() + "%";
  }
}
