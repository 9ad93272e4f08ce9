/**
 * Copies of a server's files by MariaDB's own {@code mariadb-backup}: taken as a stream, unpacked
 * and prepared. Front door: {@link dev.upkeep.database.physical.PhysicalTools}.
 */
@NullMarked
package dev.upkeep.database.physical;

import org.jspecify.annotations.NullMarked;
