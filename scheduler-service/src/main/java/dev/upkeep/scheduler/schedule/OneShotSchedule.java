package dev.upkeep.scheduler.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Due once. */
public record OneShotSchedule(Instant at, ZoneId zone) implements Schedule {

  private static final DateTimeFormatter TEXT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  @Override
  public Optional<Instant> nextAfter(Instant after) {
    return at.isAfter(after) ? Optional.of(at) : Optional.empty();
  }

  @Override
  public String describe() {
    String text = TEXT.format(at.atZone(zone));
    return "once on "
        + (text.endsWith(":00") ? text.substring(0, 16) : text)
        + " "
        + zone
        + " time";
  }

  @Override
  public String identity() {
    return "at " + at;
  }
}
