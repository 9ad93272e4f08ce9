/**
 * The whole document system in containers, started from Java: a copy for a test or a measurement.
 */
@NullMarked
package dev.upkeep.sample.stack;

import org.jspecify.annotations.NullMarked;
