/** Which tasks exist: what is on the class path, and what running services announced. */
@NullMarked
package dev.upkeep.scheduler.catalogue;

import org.jspecify.annotations.NullMarked;
