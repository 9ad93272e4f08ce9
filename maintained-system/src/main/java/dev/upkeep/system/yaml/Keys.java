package dev.upkeep.system.yaml;

import java.util.List;

/**
 * The keys one mapping may have.
 *
 * @param of what the mapping describes, as the messages call it ("a schedule")
 * @param known the keys this release acts on
 * @param later the keys a later release will act on; refused until then, because a key that is
 *     accepted and does nothing is a promise not kept
 */
public record Keys(String of, List<String> known, List<String> later) {

  public Keys {
    known = List.copyOf(known);
    later = List.copyOf(later);
  }

  public static Keys of(String of, String... known) {
    return new Keys(of, List.of(known), List.of());
  }

  public Keys andLater(List<String> keys) {
    return new Keys(of, known, keys);
  }

  void check(Place place, String key, Problems problems) {
    if (known.contains(key)) {
      return;
    }
    if (later.contains(key)) {
      problems.report(
          place,
          "'" + key + "' in " + of + " is not yet supported in this release",
          "Remove the key; it is refused rather than ignored, so that nobody relies on it");
      return;
    }
    problems.report(place, "unknown key '" + key + "' in " + of, Suggestions.among(key, known));
  }
}
