package dev.upkeep.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What proves that something was done: row counts, checksums, sizes, fingerprints, by name. A name
 * ends with its unit where there is one ({@code reclaimed-bytes}, {@code took-ms}). Values are
 * JSON: text, numbers, truth values, and lists and maps of these. Instants, durations, UUIDs and
 * enumerations become their text at once, so that evidence reads the same before and after the
 * wire. Never holds a secret.
 */
public record Evidence(@JsonValue Map<String, @Nullable Object> values) {
  private static final Evidence NONE = new Evidence(Map.of());

  /**
   * Takes any map whose values are, or have, a JSON form.
   *
   * @throws IllegalArgumentException naming the first value that has none
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Evidence {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    values.forEach((name, value) -> json.put(name, json(name, value)));
    values = Collections.unmodifiableMap(json);
  }

  public static Evidence none() {
    return NONE;
  }

  public static Evidence of(String name, Object value) {
    return NONE.with(name, value);
  }

  /** This evidence and one thing more; a name already there takes the new value. */
  public Evidence with(String name, Object value) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Evidence(more);
  }

  /** This evidence and all of the other; where both have a name, the other's value counts. */
  public Evidence and(Evidence other) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
    more.putAll(other.values);
    return new Evidence(more);
  }

  private static @Nullable Object json(String name, @Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String text -> text;
      case Boolean truth -> truth;
      case Integer number -> number;
      case Long number -> number;
      case BigInteger number -> number;
      case BigDecimal number -> number;
      case Double number when Double.isFinite(number) -> number;
      case Float number when Float.isFinite(number) -> number.doubleValue();
      case Short number -> number.intValue();
      case Byte number -> number.intValue();
      case Temporal instant -> instant.toString();
      case TemporalAmount duration -> duration.toString();
      case UUID id -> id.toString();
      case Enum<?> constant -> constant.name();
      case Collection<?> elements -> list(name, elements);
      case Map<?, ?> entries -> map(name, entries);
      default ->
          throw new IllegalArgumentException(
              "evidence '%s' is a %s, which has no JSON form; give text, a number, a truth value, or a list or map of these"
                  .formatted(name, value.getClass().getName()));
    };
  }

  private static List<@Nullable Object> list(String name, Collection<?> elements) {
    List<@Nullable Object> json = new ArrayList<>(elements.size());
    elements.forEach(element -> json.add(json(name, element)));
    return Collections.unmodifiableList(json);
  }

  private static Map<String, @Nullable Object> map(String name, Map<?, ?> entries) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    entries.forEach((key, value) -> json.put(String.valueOf(key), json(name + "." + key, value)));
    return Collections.unmodifiableMap(json);
  }
}
