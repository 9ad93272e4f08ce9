package dev.upkeep.deploy.state;

import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;

/** Keeps what was seen under the name that the runbook gives it. */
record KeepRecord(StateRecords records) implements RepeatableStep {

  @Override
  public String name() {
    return "keep-record";
  }

  @Override
  public StepOutcome run(StepContext context) {
    String name = context.parameters(RecordStateParameters.class).as();
    SystemState state = context.recall("state", SystemState.class).orElseThrow();
    records.put(context.run(), name, context.clock().instant(), state);
    return StepOutcome.done(Evidence.of("record", name).with("facts", state.facts().size()));
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of(
        "would keep a record called " + context.parameters(RecordStateParameters.class).as());
  }
}
