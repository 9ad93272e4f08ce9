package dev.upkeep.deploy.state;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a system is like: facts that change only when somebody changes something, and sizes, which
 * change by themselves. Holds no secrets: what may be one is a part of a checksum.
 *
 * @param facts by what they are about, as in {@code backend/lcbp3-backend/image}
 * @param sizes in bytes or counted, named in the same way
 */
record SystemState(SortedMap<String, String> facts, SortedMap<String, Long> sizes) {

  SystemState {
    facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    sizes = Collections.unmodifiableSortedMap(new TreeMap<>(sizes));
  }

  /** The facts that are not as they were; what was not there or is no longer is a hyphen. */
  SortedMap<String, Change> changesSince(SystemState earlier) {
    SortedMap<String, Change> changes = new TreeMap<>();
    var names = new TreeSet<>(facts.keySet());
    names.addAll(earlier.facts.keySet());
    for (String name : names) {
      String before = earlier.facts.getOrDefault(name, "-");
      String now = facts.getOrDefault(name, "-");
      if (!Objects.equals(before, now)) {
        changes.put(name, new Change(before, now));
      }
    }
    return changes;
  }

  /** A fact that is another one now. */
  record Change(String before, String now) {
    Map<String, Object> row() {
      return Map.of("before", before, "now", now);
    }
  }
}
