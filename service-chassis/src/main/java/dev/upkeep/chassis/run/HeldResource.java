package dev.upkeep.chassis.run;

/**
 * Something outside the worker's process that a step said it would use.
 *
 * @param kind which {@link Leftovers} can end it
 * @param id what that needs to find it again
 * @param step the step that used it
 * @param fence the fence of the attempt that used it
 */
public record HeldResource(String kind, String id, String step, long fence) {}
