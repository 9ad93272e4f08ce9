/**
 * The JDBC door into the databases of maintained systems. Front door: {@link
 * dev.upkeep.system.database.TargetDatabases}.
 */
@NullMarked
package dev.upkeep.system.database;

import org.jspecify.annotations.NullMarked;
