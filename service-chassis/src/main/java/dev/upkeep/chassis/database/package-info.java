/** The service's own MariaDB schema: its connections, its transactions, its migrations. */
@NullMarked
package dev.upkeep.chassis.database;

import org.jspecify.annotations.NullMarked;
