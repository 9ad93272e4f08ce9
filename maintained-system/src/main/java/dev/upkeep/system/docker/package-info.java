/**
 * The Docker engine that runs a system's containers: which there are, how they are reached,
 * changed.
 */
@NullMarked
package dev.upkeep.system.docker;

import org.jspecify.annotations.NullMarked;
