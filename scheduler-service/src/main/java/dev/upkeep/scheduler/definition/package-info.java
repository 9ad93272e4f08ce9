/** The operators' files in force: read at the start, applied again when they change. */
@NullMarked
package dev.upkeep.scheduler.definition;

import org.jspecify.annotations.NullMarked;
