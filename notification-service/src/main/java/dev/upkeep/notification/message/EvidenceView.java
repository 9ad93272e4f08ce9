package dev.upkeep.notification.message;

import dev.upkeep.events.Evidence;
import dev.upkeep.notification.message.Message.Fact;
import dev.upkeep.notification.message.Message.Table;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Evidence as people read it. The unit is in the name ({@code reclaimed-bytes}, {@code took-ms}), a
 * list of maps is a table, everything else is a fact.
 */
final class EvidenceView {
  private static final int MOST_ROWS = 40;
  private static final int MOST_COLUMNS = 6;
  private static final int LONGEST_TEXT = 300;
  private static final Pattern UNIT = Pattern.compile("[-_]?(bytes|millis|ms|seconds|percent)$");
  private static final String NONE = "–";
  private static final Pattern DURATION =
      Pattern.compile("PT(?=\\d)(\\d+H)?(\\d+M)?(\\d+(\\.\\d{1,9})?S)?");
  private static final Pattern INSTANT =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?Z");

  private final Phrases phrases;
  private final Units units;

  EvidenceView(Reader reader) {
    this.phrases = Phrases.in(reader.language());
    this.units = new Units(reader);
  }

  List<Fact> facts(Evidence evidence) {
    List<Fact> facts = new ArrayList<>();
    evidence.values().forEach((name, value) -> addFacts(facts, name, value));
    return facts;
  }

  List<Table> tables(Evidence evidence) {
    return evidence.values().entrySet().stream()
        .map(
            entry ->
                rows(entry.getKey(), entry.getValue()).map(rows -> table(entry.getKey(), rows)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** One value in readable units, by the unit that ends its name. */
  String value(String name, @Nullable Object value) {
    return switch (value) {
      case null -> NONE;
      case Boolean truth -> phrases.say(truth ? "yes" : "no");
      case Number number -> quantity(name, new BigDecimal(number.toString()));
      case List<?> list ->
          PlainText.line(
              list.stream().map(item -> value(name, item)).collect(Collectors.joining(", ")),
              LONGEST_TEXT);
      case String text when DURATION.matcher(text).matches() -> duration(text);
      case String text when INSTANT.matcher(text).matches() -> instant(text);
      case Object other -> PlainText.line(other.toString(), LONGEST_TEXT);
    };
  }

  private void addFacts(List<Fact> facts, String name, @Nullable Object value) {
    if (rows(name, value).isPresent()) {
      return;
    }
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, inner) ->
              facts.add(
                  new Fact(
                      label(name) + ": " + label(key.toString()), value(key.toString(), inner))));
    } else {
      facts.add(new Fact(label(name), value(name, value)));
    }
  }

  /**
   * The rows of what is a table: a list of maps, or a map of maps with the keys as first column.
   */
  private static Optional<List<Map<?, ?>>> rows(String name, @Nullable Object value) {
    if (value instanceof List<?> list
        && !list.isEmpty()
        && list.stream().allMatch(item -> item instanceof Map<?, ?> map && !map.isEmpty())) {
      return Optional.of(list.stream().<Map<?, ?>>map(item -> (Map<?, ?>) item).toList());
    }
    if (value instanceof Map<?, ?> map
        && !map.isEmpty()
        && map.values().stream().allMatch(item -> item instanceof Map<?, ?>)) {
      String first = name.equals("tables") ? "table" : "name";
      List<Map<?, ?>> rows = new ArrayList<>();
      map.forEach((key, item) -> rows.add(named(first, key.toString(), (Map<?, ?>) item)));
      return Optional.of(rows);
    }
    return Optional.empty();
  }

  private static Map<?, ?> named(String column, String key, Map<?, ?> row) {
    Map<Object, Object> all = new LinkedHashMap<>();
    all.put(column, key);
    all.putAll(row);
    return all;
  }

  private Table table(String name, List<Map<?, ?>> rows) {
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> row.keySet().forEach(key -> names.add(key.toString())));
    List<String> columns = names.stream().limit(MOST_COLUMNS).toList();
    List<List<String>> cells = new ArrayList<>();
    for (Map<?, ?> row : rows.subList(0, Math.min(rows.size(), MOST_ROWS))) {
      cells.add(columns.stream().map(column -> value(column, row.get(column))).toList());
    }
    String title =
        rows.size() <= MOST_ROWS
            ? label(name)
            : phrases.say(
                "table.first",
                "title",
                label(name),
                "shown",
                Integer.toString(MOST_ROWS),
                "all",
                Integer.toString(rows.size()));
    return new Table(title, columns.stream().map(this::label).toList(), cells);
  }

  /** The words for a name of evidence; without any, the name itself without its unit. */
  String label(String name) {
    return phrases
        .find("evidence." + name)
        .orElseGet(
            () -> {
              String bare = UNIT.matcher(name).replaceFirst("");
              return PlainText.line((bare.isEmpty() ? name : bare).replaceAll("[-_]", " "), 60);
            });
  }

  private String quantity(String name, BigDecimal number) {
    if (number.precision() - number.scale() > 30) {
      return PlainText.line(number.toString(), LONGEST_TEXT);
    }
    var unit = UNIT.matcher(name);
    if (!unit.find()) {
      return units.number(number);
    }
    return switch (unit.group(1)) {
      case "bytes" -> units.bytes(number);
      case "ms", "millis" -> units.duration(Duration.ofMillis(number.longValue()));
      case "seconds" -> units.duration(Duration.ofMillis(number.movePointRight(3).longValue()));
      default -> units.percent(number);
    };
  }

  private String duration(String text) {
    try {
      return units.duration(Duration.parse(text));
    } catch (DateTimeException e) {
      return text;
    }
  }

  private String instant(String text) {
    try {
      return units.instant(Instant.parse(text));
    } catch (DateTimeException e) {
      return text;
    }
  }
}
