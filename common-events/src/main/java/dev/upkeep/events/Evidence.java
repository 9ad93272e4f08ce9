package dev.upkeep.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What proves that something was done: row counts, checksums, sizes, fingerprints, by name. A name
 * ends with its unit where there is one ({@code reclaimed-bytes}, {@code took-ms}). Values are
 * JSON: text, numbers, truth values, and lists and maps of these. Never holds a secret.
 */
public record Evidence(@JsonValue Map<String, Object> values) {
  private static final Evidence NONE = new Evidence(Map.of());

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Evidence {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  public static Evidence none() {
    return NONE;
  }

  public static Evidence of(String name, Object value) {
    return NONE.with(name, value);
  }

  /** This evidence and one thing more; a name already there takes the new value. */
  public Evidence with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Evidence(more);
  }

  /** This evidence and all of the other; where both have a name, the other's value counts. */
  public Evidence and(Evidence other) {
    Map<String, Object> more = new LinkedHashMap<>(values);
    more.putAll(other.values);
    return new Evidence(more);
  }
}
