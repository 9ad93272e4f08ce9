/** How soon after its due instant a task can be read by the service that does it. */
@NullMarked
package dev.upkeep.benchmarks.due;

import org.jspecify.annotations.NullMarked;
