/** What the tasks must know of the MariaDB server itself. */
@NullMarked
package dev.upkeep.database.server;

import org.jspecify.annotations.NullMarked;
