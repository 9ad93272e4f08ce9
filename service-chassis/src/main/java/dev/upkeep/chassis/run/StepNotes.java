package dev.upkeep.chassis.run;

import dev.upkeep.chassis.task.StepContext.Sighting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a step said while it worked, kept until its end is written. A step may use several threads.
 */
final class StepNotes {
  private final Map<String, JsonNode> remembered = new LinkedHashMap<>();
  private final List<Sighting> sightings = new ArrayList<>();
  private final Set<String> lookedFor = new LinkedHashSet<>();

  synchronized void remember(String name, JsonNode value) {
    remembered.put(name, value);
  }

  synchronized Map<String, JsonNode> remembered() {
    return new LinkedHashMap<>(remembered);
  }

  synchronized void found(Sighting sighting) {
    sightings.add(sighting);
  }

  synchronized List<Sighting> sightings() {
    return List.copyOf(sightings);
  }

  synchronized void looksFor(String kind) {
    lookedFor.add(kind);
  }

  synchronized Set<String> lookedFor() {
    return new LinkedHashSet<>(lookedFor);
  }
}
