package dev.upkeep.scheduler.trigger;

import dev.upkeep.events.Ids;
import dev.upkeep.events.trigger.TriggerRequested;
import dev.upkeep.scheduler.trigger.TriggerCheck.Checked;
import java.util.UUID;

/** A trigger that is believed and fits what is in force. */
record Verified(TriggerRequested trigger, Checked.Good checked) {

  /** The run it becomes. */
  UUID runId() {
    return Ids.triggeredRunbookRun(trigger.actor(), trigger.triggerId());
  }

  String by() {
    return "person:" + trigger.actor();
  }
}
