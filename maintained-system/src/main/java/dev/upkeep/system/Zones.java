package dev.upkeep.system;

import dev.upkeep.system.yaml.Suggestions;
import dev.upkeep.system.yaml.YamlValue;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Time zones as files name them: a region of the tz database, or UTC. Fixed offsets and
 * abbreviations are refused; they look like regions and know no summer time.
 */
public final class Zones {

  private static final String REMEDY =
      "Write a region of the tz database such as Asia/Bangkok or Europe/Berlin, or UTC";

  private static final Pattern REGION = Pattern.compile("UTC|[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+");

  private Zones() {}

  /** Reads a zone; one that does not exist is noted with the nearest that does. */
  public static Optional<ZoneId> read(YamlValue value) {
    Optional<String> text = value.text();
    Optional<ZoneId> zone = text.flatMap(Zones::parse);
    if (text.isPresent() && zone.isEmpty()) {
      value.refuse("cannot be " + YamlValue.quoted(text.get()), remedy(text.get()));
    }
    return zone;
  }

  public static Optional<ZoneId> parse(String text) {
    if (!REGION.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ZoneId.of(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String remedy(String text) {
    return Suggestions.nearest(
            text,
            ZoneId.getAvailableZoneIds().stream()
                .filter(id -> REGION.matcher(id).matches())
                .sorted()
                .toList())
        .map(zone -> "Did you mean '" + zone + "'? " + REMEDY)
        .orElse(REMEDY);
  }
}
