/**
 * Turns due instants into runs of runbooks: {@link ScheduleStates} remembers how far each schedule
 * has come, {@link Dues} acts on what has come due, at the very instant.
 */
@NullMarked
package dev.upkeep.scheduler.due;

import org.jspecify.annotations.NullMarked;
