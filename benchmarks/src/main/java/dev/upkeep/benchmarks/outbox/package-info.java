/** How fast the outbox tells events, beside a producer that has nothing to keep. */
@NullMarked
package dev.upkeep.benchmarks.outbox;

import org.jspecify.annotations.NullMarked;
