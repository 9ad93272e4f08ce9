/**
 * Findings: what looking brought to light, raised once, changed when it changes, resolved when
 * gone.
 */
@NullMarked
package dev.upkeep.chassis.finding;

import org.jspecify.annotations.NullMarked;
