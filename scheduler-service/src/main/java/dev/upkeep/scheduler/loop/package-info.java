/** Work that comes again: one thread each, started and stopped with the service. */
@NullMarked
package dev.upkeep.scheduler.loop;

import org.jspecify.annotations.NullMarked;
