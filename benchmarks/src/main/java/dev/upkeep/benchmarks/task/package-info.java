/** Tasks and steps without a platform around them. */
@NullMarked
package dev.upkeep.benchmarks.task;

import org.jspecify.annotations.NullMarked;
