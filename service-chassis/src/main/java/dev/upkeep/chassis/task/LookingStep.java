package dev.upkeep.chassis.task;

/** Looks and changes nothing: is repeated freely, and is also run in a dry run. */
public non-sealed interface LookingStep extends Step {}
