/** Walking over a cache's keys against redis-cli, and what the application feels of it. */
@NullMarked
package dev.upkeep.benchmarks.cache;

import org.jspecify.annotations.NullMarked;
