/** Where time comes from, and how it is waited for. */
@NullMarked
package dev.upkeep.chassis.time;

import org.jspecify.annotations.NullMarked;
