/** The tables of a database as {@code information_schema} describes them. */
@NullMarked
package dev.upkeep.database.table;

import org.jspecify.annotations.NullMarked;
