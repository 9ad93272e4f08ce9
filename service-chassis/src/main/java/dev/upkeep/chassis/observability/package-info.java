/**
 * What lets people see inside: metrics, the trace context that travels with events, log lines that
 * name the run and hide secrets.
 */
@NullMarked
package dev.upkeep.chassis.observability;

import org.jspecify.annotations.NullMarked;
