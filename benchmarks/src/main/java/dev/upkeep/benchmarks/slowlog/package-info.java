/** How quickly slow query logs are read, beside pt-query-digest. */
@NullMarked
package dev.upkeep.benchmarks.slowlog;

import org.jspecify.annotations.NullMarked;
