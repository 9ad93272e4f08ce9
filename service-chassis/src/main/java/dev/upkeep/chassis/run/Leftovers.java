package dev.upkeep.chassis.run;

import dev.upkeep.events.TaskRunRef;
import java.util.List;

/**
 * Ends what a worker left behind: a paused or dead worker's database connection still holds its
 * locks and goes on with its statement. Declared as a bean, one for each kind of resource that
 * steps of this service {@linkplain dev.upkeep.chassis.task.StepContext#holds hold}.
 */
public interface Leftovers {

  /** The kind of resource, as in {@code mariadb-connection}. */
  String kind();

  /**
   * Ends the resources and returns when all of them are confirmed gone; what is gone already is
   * fine.
   *
   * @throws Exception when one may still be working: the run is not continued and this is tried
   *     again later
   */
  void end(TaskRunRef run, List<HeldResource> resources) throws Exception;
}
