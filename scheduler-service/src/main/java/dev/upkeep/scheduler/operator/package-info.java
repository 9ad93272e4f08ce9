/** What operators see of runs, and the verbs by which they steer them. */
@NullMarked
package dev.upkeep.scheduler.operator;

import org.jspecify.annotations.NullMarked;
