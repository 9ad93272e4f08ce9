package dev.upkeep.database.performance;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.advice.IndexAdvice;
import java.util.ArrayList;
import java.util.List;

/**
 * An index that one query would profit from, as far as its plan tells.
 *
 * @param query the id of its class, or the name that operators gave it
 */
record Candidate(String query, IndexAdvice advice) {

  private static final String OF_CLASSES = "advised-classes";
  private static final String OF_NAMED = "advised-queries";

  /** What a step remembers for {@link TryAdvice}. */
  record All(List<Candidate> candidates) {
    All {
      candidates = List.copyOf(candidates);
    }
  }

  static void rememberOfClasses(StepContext context, List<Candidate> candidates) {
    context.remember(OF_CLASSES, new All(candidates));
  }

  static void rememberOfNamed(StepContext context, List<Candidate> candidates) {
    context.remember(OF_NAMED, new All(candidates));
  }

  /** All that were thought of in this run. */
  static List<Candidate> in(StepContext context) {
    List<Candidate> all = new ArrayList<>();
    for (String name : List.of(OF_CLASSES, OF_NAMED)) {
      context.recall(name, All.class).ifPresent(some -> all.addAll(some.candidates()));
    }
    return all;
  }
}
