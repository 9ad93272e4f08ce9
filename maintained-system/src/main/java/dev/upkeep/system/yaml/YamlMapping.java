package dev.upkeep.system.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mapping in a file; asking it for what it does not hold as it should notes a problem. */
public final class YamlMapping {

  private final Node.Mapping mapping;
  private final Problems problems;

  YamlMapping(Node.Mapping mapping, Problems problems) {
    this.mapping = mapping;
    this.problems = problems;
  }

  public Place place() {
    return mapping.place();
  }

  public Problems problems() {
    return problems;
  }

  /** Refuses every key that is not among the given ones. */
  public YamlMapping only(Keys keys) {
    mapping.entries().forEach((key, entry) -> keys.check(entry.keyPlace(), key, problems));
    return this;
  }

  public boolean has(String key) {
    return mapping.entries().containsKey(key);
  }

  /** The value of a key that may be absent. */
  public Optional<YamlValue> get(String key) {
    return Optional.ofNullable(mapping.entries().get(key))
        .map(entry -> new YamlValue("'" + key + "'", entry.value(), problems));
  }

  /** The value of a key that must be there; the remedy says what to write. */
  public Optional<YamlValue> require(String key, String remedy) {
    if (!has(key)) {
      problems.report(place(), "'" + key + "' is missing", remedy);
    }
    return get(key);
  }

  /** What it says as JSON would have it; an empty value is noted as a problem and left out. */
  public Map<String, Object> plain() {
    Map<String, Object> plain = new LinkedHashMap<>();
    entries().forEach((key, value) -> value.plain().ifPresent(p -> plain.put(key, p)));
    return plain;
  }

  /** All keys with their values, in the order of the file, for mappings whose keys are names. */
  public Map<String, YamlValue> entries() {
    Map<String, YamlValue> entries = new LinkedHashMap<>();
    keys().forEach(key -> get(key).ifPresent(value -> entries.put(key, value)));
    return entries;
  }

  public List<String> keys() {
    return List.copyOf(mapping.entries().keySet());
  }

  /** Where a key stands, or the mapping where the key is absent. */
  public Place placeOf(String key) {
    Node.Entry entry = mapping.entries().get(key);
    return entry == null ? place() : entry.keyPlace();
  }
}
