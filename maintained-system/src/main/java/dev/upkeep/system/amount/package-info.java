/** How people write durations, ages and percentages in files and parameters: the one parser. */
@NullMarked
package dev.upkeep.system.amount;

import org.jspecify.annotations.NullMarked;
