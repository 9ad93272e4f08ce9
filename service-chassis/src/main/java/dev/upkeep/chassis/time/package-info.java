/** Where time comes from. */
@NullMarked
package dev.upkeep.chassis.time;

import org.jspecify.annotations.NullMarked;
