/** A backup and its proof by a restore, beside what administrators do by hand. */
@NullMarked
package dev.upkeep.benchmarks.backup;

import org.jspecify.annotations.NullMarked;
