/** Measures the platform against its goals, and against rivals in the same run. */
@NullMarked
package dev.upkeep.benchmarks;

import org.jspecify.annotations.NullMarked;
