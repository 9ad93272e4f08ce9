package dev.upkeep.chassis.task;

/** The run has to stop here. Let it through: the chassis knows why and what comes next. */
public final class StopRequested extends Exception {
  public StopRequested(String why) {
    super(why, null, false, false);
  }
}
