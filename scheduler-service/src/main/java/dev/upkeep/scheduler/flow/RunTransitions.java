package dev.upkeep.scheduler.flow;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Every move a runbook run can make. Ends are final. */
final class RunTransitions {

  private static final Set<RunState> ENDS =
      Set.of(RunState.COMPLETED, RunState.FAILED, RunState.CANCELLED);

  private static final Map<RunState, Set<RunState>> TABLE =
      new EnumMap<>(
          Map.of(
              RunState.PLANNED, Set.of(RunState.WAITING, RunState.SKIPPED),
              RunState.WAITING, withEnds(RunState.RUNNING, RunState.NEEDS_OPERATOR),
              RunState.RUNNING, withEnds(RunState.NEEDS_OPERATOR),
              RunState.NEEDS_OPERATOR, withEnds(RunState.RUNNING)));

  private RunTransitions() {}

  static boolean allows(RunState from, RunState to) {
    return TABLE.getOrDefault(from, Set.of()).contains(to);
  }

  private static Set<RunState> withEnds(RunState... states) {
    Set<RunState> all = new HashSet<>(ENDS);
    all.addAll(Set.of(states));
    return Set.copyOf(all);
  }
}
