/** What the tasks on databases foretell and what they cost the application, on a real server. */
@NullMarked
package dev.upkeep.benchmarks.database;

import org.jspecify.annotations.NullMarked;
