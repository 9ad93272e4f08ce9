package dev.upkeep.notification.message;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Quantities and times as people read them, in one reader's language and zone. */
final class Units {
  private static final String[] BYTES = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  private final Reader reader;
  private final Phrases phrases;
  private final DateTimeFormatter instants;

  Units(Reader reader) {
    this.reader = reader;
    this.phrases = Phrases.in(reader.language());
    // ISO years in every language: a reader who wants Buddhist-era years has to ask for them.
    this.instants =
        DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm:ss")
            .withLocale(Locale.forLanguageTag(reader.language().tag()))
            .withChronology(IsoChronology.INSTANCE);
  }

  /** Decimal units (1 kB = 1,000 B), three figures: {@code 412 MB}. */
  String bytes(BigDecimal bytes) {
    BigDecimal amount = bytes.abs();
    int unit = 0;
    while (unit < BYTES.length - 1 && amount.compareTo(BigDecimal.valueOf(999.5)) >= 0) {
      amount = amount.movePointLeft(3);
      unit++;
    }
    String sign = bytes.signum() < 0 ? "-" : "";
    return sign + threeFigures(amount) + " " + BYTES[unit];
  }

  /** Two leading units: {@code 3 min 12 s}; below ten seconds with fractions: {@code 0.84 s}. */
  String duration(Duration duration) {
    if (duration.isNegative()) {
      return "-" + duration(duration.negated());
    }
    if (duration.compareTo(Duration.ofSeconds(10)) < 0) {
      return phrases.say(
          "unit.seconds", "n", threeFigures(BigDecimal.valueOf(duration.toMillis(), 3)));
    }
    Duration rounded = Duration.ofSeconds(duration.plusMillis(500).toSeconds());
    if (rounded.toDays() > 0) {
      return both("unit.days", rounded.toDays(), "unit.hours", rounded.toHoursPart());
    }
    if (rounded.toHours() > 0) {
      return both("unit.hours", rounded.toHours(), "unit.minutes", rounded.toMinutesPart());
    }
    if (rounded.toMinutes() > 0) {
      return both("unit.minutes", rounded.toMinutes(), "unit.seconds", rounded.toSecondsPart());
    }
    return phrases.say("unit.seconds", "n", Long.toString(rounded.toSeconds()));
  }

  /** Grouped in threes: {@code 12,345}; at most three decimals. */
  String number(BigDecimal number) {
    BigDecimal rounded =
        number.setScale(Math.min(Math.max(number.scale(), 0), 3), RoundingMode.HALF_UP);
    return String.format(Locale.ROOT, "%,." + rounded.scale() + "f", rounded);
  }

  String percent(BigDecimal percent) {
    return threeFigures(percent) + " %";
  }

  /** In the reader's zone, which is named: a time without a zone is a riddle. */
  String instant(Instant instant) {
    ZonedDateTime there = instant.atZone(reader.zone());
    return instants.format(there) + " (" + reader.zone().getId() + ")";
  }

  private String both(String larger, long large, String smaller, long small) {
    String first = phrases.say(larger, "n", Long.toString(large));
    return small == 0 ? first : first + " " + phrases.say(smaller, "n", Long.toString(small));
  }

  private static String threeFigures(BigDecimal amount) {
    BigDecimal rounded = amount.round(new MathContext(3, RoundingMode.HALF_UP));
    BigDecimal plain = rounded.scale() > 2 ? rounded.setScale(2, RoundingMode.HALF_UP) : rounded;
    BigDecimal shortest = plain.signum() == 0 ? BigDecimal.ZERO : plain.stripTrailingZeros();
    return shortest.toPlainString();
  }
}
