package dev.upkeep.chassis.run;

/**
 * What every attempt of this worker works with.
 *
 * @param instance this service instance, as told to others
 */
record RunParts(
    String instance,
    Tasks tasks,
    RunStore store,
    LeftoverEnds leftovers,
    RunObserver observer,
    RunSettings settings,
    RunMetrics metrics) {}
