/** Starting operators' own commands: on this machine, or in a container. Never through a shell. */
@NullMarked
package dev.upkeep.system.command;

import org.jspecify.annotations.NullMarked;
