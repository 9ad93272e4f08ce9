/**
 * A database as SQL: its definitions and rows as text that stock clients read, and the digest that
 * tells whether a copy is the same. Front door: {@link dev.upkeep.database.dump.DumpSession}.
 */
@NullMarked
package dev.upkeep.database.dump;

import org.jspecify.annotations.NullMarked;
