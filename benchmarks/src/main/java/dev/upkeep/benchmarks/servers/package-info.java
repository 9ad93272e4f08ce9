/** A real broker and a real database for one benchmark, in a folder that is removed afterwards. */
@NullMarked
package dev.upkeep.benchmarks.servers;

import org.jspecify.annotations.NullMarked;
