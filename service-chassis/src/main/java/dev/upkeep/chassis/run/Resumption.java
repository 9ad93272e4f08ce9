package dev.upkeep.chassis.run;

import dev.upkeep.chassis.run.Journal.Status;
import dev.upkeep.chassis.task.CheckableStep;
import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.RepeatableStep;
import dev.upkeep.chassis.task.Step;
import dev.upkeep.chassis.task.UnrepeatableStep;

/** What an attempt that arrives at a step does with it, by what the journal says of it. */
sealed interface Resumption {

  /** The step is behind us. */
  record Pass() implements Resumption {}

  /** The step is run, for the first time or again. */
  record Begin() implements Resumption {}

  /** A look at the target decides. */
  record Probe(CheckableStep step) implements Resumption {}

  /** Only a person can decide. */
  record Ask(UnrepeatableStep step) implements Resumption {}

  static Resumption of(Step step, Status status) {
    return switch (status) {
      case DONE, PASSED -> new Pass();
      case TO_BEGIN -> new Begin();
      case OPEN ->
          switch (step) {
            case LookingStep ignored -> new Begin();
            case RepeatableStep ignored -> new Begin();
            case CheckableStep checkable -> new Probe(checkable);
            case UnrepeatableStep unrepeatable -> new Ask(unrepeatable);
          };
    };
  }
}
