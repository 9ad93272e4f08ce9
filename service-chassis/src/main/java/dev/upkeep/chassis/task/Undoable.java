package dev.upkeep.chassis.task;

/**
 * A step whose effect can be taken back. When a task fails, the undos of its done steps run in
 * reverse order.
 */
public interface Undoable {

  /**
   * Takes the effect back; may be run again after a crash. An outcome of failed, or an exception,
   * leaves the effect in place and says so in the run's report; the other undos go on.
   */
  StepOutcome undo(StepContext context) throws Exception;
}
