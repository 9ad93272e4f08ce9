/** What was measured, on which machine, as a table for people and one line of JSON for programs. */
@NullMarked
package dev.upkeep.benchmarks.report;

import org.jspecify.annotations.NullMarked;
