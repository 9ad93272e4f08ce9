package dev.upkeep.chassis.run;

import dev.upkeep.events.TaskRunRef;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Ends what workers left behind, each kind of resource by whoever knows it. */
final class LeftoverEnds {
  private final Map<String, Leftovers> byKind;

  LeftoverEnds(List<Leftovers> ofTheService) {
    this.byKind =
        Stream.concat(ofTheService.stream(), Stream.of(new ChildProcesses()))
            .collect(Collectors.toMap(Leftovers::kind, Function.identity()));
  }

  void requireKnown(String kind) {
    if (!byKind.containsKey(kind)) {
      throw new IllegalArgumentException(
          "nothing in this service can end a '%s': declare a Leftovers bean of that kind; known are %s"
              .formatted(kind, byKind.keySet()));
    }
  }

  /**
   * Returns when all of them are gone.
   *
   * @throws Exception if one may still be working
   */
  void end(TaskRunRef run, List<HeldResource> resources) throws Exception {
    Map<String, List<HeldResource>> kinds =
        resources.stream().collect(Collectors.groupingBy(HeldResource::kind));
    for (var kind : kinds.entrySet()) {
      requireKnown(kind.getKey());
      Objects.requireNonNull(byKind.get(kind.getKey())).end(run, kind.getValue());
    }
  }
}
