package dev.upkeep.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Values as people read them: instants in the zone of this machine, sizes in units of 1,000 bytes.
 * {@code --json} shows them as they are.
 */
final class Shown {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm:ss VV", Locale.ENGLISH);
  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};

  private Shown() {}

  /** An RFC 3339 instant in the zone; any other text stays as it is. */
  static String instant(String text, ZoneId zone) {
    try {
      return LOCAL.format(Instant.parse(text).atZone(zone));
    } catch (DateTimeParseException notAnInstant) {
      return text;
    }
  }

  /** 10485760 is shown as {@code 10.5 MB}. */
  static String bytes(long bytes) {
    double size = bytes;
    int unit = 0;
    while (Math.abs(size) >= 1000 && unit < UNITS.length - 1) {
      size /= 1000;
      unit++;
    }
    return unit == 0
        ? "%,d bytes".formatted(bytes)
        : String.format(Locale.ROOT, size < 100 ? "%.1f %s" : "%.0f %s", size, UNITS[unit]);
  }

  /** One evidence value; what its name says about its unit decides how. */
  static String evidence(String name, JsonNode value, ZoneId zone) {
    if (value.isObject()) {
      return fields(value, zone);
    }
    if (value.isIntegralNumber()) {
      long number = value.asLong();
      return name.endsWith("bytes") ? bytes(number) : String.format(Locale.ROOT, "%,d", number);
    }
    return value.isString() ? instant(value.asString(), zone) : value.toString();
  }

  private static String fields(JsonNode object, ZoneId zone) {
    StringBuilder text = new StringBuilder();
    Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      text.append(field.getKey())
          .append(' ')
          .append(evidence(field.getKey(), field.getValue(), zone))
          .append(fields.hasNext() ? ", " : "");
    }
    return text.toString();
  }
}
