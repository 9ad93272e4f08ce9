/**
 * When something is due: schedules as pure functions of time, and what becomes of the instants that
 * passed. Front doors: {@link dev.upkeep.scheduler.schedule.Schedule} and {@link
 * dev.upkeep.scheduler.schedule.DueInstants}.
 */
@NullMarked
package dev.upkeep.scheduler.schedule;

import org.jspecify.annotations.NullMarked;
