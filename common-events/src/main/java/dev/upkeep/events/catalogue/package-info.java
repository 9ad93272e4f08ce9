/** The tasks that exist, as the modules that know them describe them at build time. */
@NullMarked
package dev.upkeep.events.catalogue;

import org.jspecify.annotations.NullMarked;
