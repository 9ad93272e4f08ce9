/** How soon people hear of a failure. */
@NullMarked
package dev.upkeep.benchmarks.mail;

import org.jspecify.annotations.NullMarked;
