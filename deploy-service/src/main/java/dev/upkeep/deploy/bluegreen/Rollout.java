package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.system.Colour;

/**
 * What was decided before anything changed.
 *
 * @param old the colour that is live
 * @param oldImage as its container names it
 * @param oldImageId of its image on this engine
 * @param image of the next colour, by its digest
 * @param reused whether the other colour's container has that image already and is kept
 * @param warm whether that one runs already
 * @param restartPolicy of the live one's, which the next one gets
 * @param graceSeconds how long a container is given to end by itself
 * @param usualMicros how long an answer took before anything changed
 */
record Rollout(
    Colour old,
    String oldImage,
    String oldImageId,
    String image,
    boolean reused,
    boolean warm,
    String restartPolicy,
    int graceSeconds,
    long usualMicros) {

  private static final String NAME = "rollout";

  Colour next() {
    return old.other();
  }

  void remember(StepContext context) {
    context.remember(NAME, this);
  }

  static Rollout of(StepContext context) {
    return context.recall(NAME, Rollout.class).orElseThrow();
  }
}
