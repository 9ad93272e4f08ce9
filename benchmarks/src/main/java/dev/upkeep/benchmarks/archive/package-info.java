/** Old rows moved to an archive, beside an administrator's tools, under an application's load. */
@NullMarked
package dev.upkeep.benchmarks.archive;

import org.jspecify.annotations.NullMarked;
