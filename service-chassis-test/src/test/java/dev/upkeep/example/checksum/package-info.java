/** The example of {@code docs/tasks/how-to-write-a-task.md}. */
@NullMarked
package dev.upkeep.example.checksum;

import org.jspecify.annotations.NullMarked;
