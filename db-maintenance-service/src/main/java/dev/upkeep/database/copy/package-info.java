/**
 * A backup made a database again: read in by MariaDB's own client, and compared. Front door: {@link
 * dev.upkeep.database.copy.Feeding}.
 */
@NullMarked
package dev.upkeep.database.copy;

import org.jspecify.annotations.NullMarked;
