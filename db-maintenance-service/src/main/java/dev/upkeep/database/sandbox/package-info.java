/**
 * A server of its own for a while, into which backups are restored. Front door: {@link
 * dev.upkeep.database.sandbox.Sandboxes}.
 */
@NullMarked
package dev.upkeep.database.sandbox;

import org.jspecify.annotations.NullMarked;
