/** {@code command.run}: operators' own commands, which a runbook names and nobody can change. */
@NullMarked
package dev.upkeep.deploy.command;

import org.jspecify.annotations.NullMarked;
