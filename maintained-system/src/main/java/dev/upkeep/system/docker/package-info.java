/** The Docker engine that runs a system's containers: which there are and how they are reached. */
@NullMarked
package dev.upkeep.system.docker;

import org.jspecify.annotations.NullMarked;
