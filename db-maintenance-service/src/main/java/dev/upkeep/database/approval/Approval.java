package dev.upkeep.database.approval;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.events.Evidence;
import java.util.Optional;

/**
 * A person's yes to a step that asked for it.
 *
 * @param by who gave it
 * @param at when, an instant in UTC
 * @param reason what they said
 */
public record Approval(String by, String at, String reason) {

  /** What was answered to the step of this name; none if it did not ask. */
  public static Optional<Approval> of(StepContext context, String step) {
    return context
        .evidenceOf(step)
        .map(Evidence::values)
        .filter(values -> values.containsKey("resolved-by"))
        .map(
            values ->
                new Approval(
                    String.valueOf(values.get("resolved-by")),
                    String.valueOf(values.get("resolved-at")),
                    String.valueOf(values.get("seen"))));
  }

  /** For the run's report. */
  public Evidence evidence() {
    return Evidence.of("approved-by", by).with("approved-at", at).with("approval-reason", reason);
  }
}
