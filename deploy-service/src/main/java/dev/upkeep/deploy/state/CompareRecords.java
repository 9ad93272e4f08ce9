package dev.upkeep.deploy.state;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.deploy.state.SystemState.Change;
import dev.upkeep.events.Evidence;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What differs from an earlier record: the account of a change. */
record CompareRecords(StateRecords records) implements LookingStep {

  /** More than this is not read by anybody; the first ones are told and the others counted. */
  private static final int MOST_TOLD = 200;

  @Override
  public String name() {
    return "compare-records";
  }

  @Override
  public StepOutcome run(StepContext context) {
    RecordStateParameters parameters = context.parameters(RecordStateParameters.class);
    SystemState now = context.recall("state", SystemState.class).orElseThrow();
    Evidence evidence = Evidence.of("record", parameters.as()).with("facts", now.facts().size());
    if (parameters.compareWith().isEmpty()) {
      return StepOutcome.done(evidence.with("sizes", now.sizes()));
    }
    Optional<StateRecords.Kept> earlier = records.earlier(context.run(), parameters.compareWith());
    if (earlier.isEmpty()) {
      return StepOutcome.failed(
          "There is no earlier record called '%s' of %s."
              .formatted(parameters.compareWith(), context.run().system()),
          "Record one first: system.record-state with 'as: %s'."
              .formatted(parameters.compareWith()));
    }
    SortedMap<String, Change> changes = now.changesSince(earlier.get().state());
    Map<String, Object> rows = new LinkedHashMap<>();
    changes.entrySet().stream()
        .limit(MOST_TOLD)
        .forEach(change -> rows.put(change.getKey(), change.getValue().row()));
    return StepOutcome.done(
        evidence
            .with("compared-with", parameters.compareWith())
            .with("since", earlier.get().at())
            .with("changed", changes.size())
            .with("changes", rows)
            .with("sizes-before", earlier.get().state().sizes())
            .with("sizes", now.sizes()));
  }
}
