/** db-maintenance-service: looks after MariaDB. One package per task. */
@NullMarked
package dev.upkeep.database;

import org.jspecify.annotations.NullMarked;
