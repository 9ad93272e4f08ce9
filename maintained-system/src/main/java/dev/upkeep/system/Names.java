package dev.upkeep.system;

import dev.upkeep.system.yaml.Suggestions;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/** What systems, components, runbooks and tasks may be called, and how zones are named. */
public final class Names {

  /** What to tell a person whose name was refused. */
  public static final String REMEDY =
      "Use 1 to 63 lower-case letters, digits and hyphens, beginning with a letter or digit";

  /** What to tell a person whose zone is not in the tz database. */
  public static final String ZONE_REMEDY =
      "Write a region of the tz database such as Asia/Bangkok or Europe/Berlin, or UTC";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  /** Regions, and UTC; not EST and its like, which look like regions and know no summer time. */
  private static final Pattern ZONE = Pattern.compile("UTC|[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+");

  private Names() {}

  public static Optional<String> parse(String text) {
    return Optional.of(text).filter(name -> NAME.matcher(name).matches());
  }

  /** A region of the tz database or UTC; fixed offsets are refused, they forget summer time. */
  public static Optional<ZoneId> zone(String text) {
    if (!ZONE.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ZoneId.of(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A remedy for a zone that does not exist, with the nearest one that does. */
  public static String zoneRemedy(String text) {
    return Suggestions.nearest(text, ZoneId.getAvailableZoneIds())
        .map(zone -> "Did you mean '" + zone + "'? " + ZONE_REMEDY)
        .orElse(ZONE_REMEDY);
  }
}
