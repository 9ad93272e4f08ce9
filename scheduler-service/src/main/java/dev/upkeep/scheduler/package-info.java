/** scheduler-service: what is due, in which order, and why something did or did not run. */
@NullMarked
package dev.upkeep.scheduler;

import org.jspecify.annotations.NullMarked;
