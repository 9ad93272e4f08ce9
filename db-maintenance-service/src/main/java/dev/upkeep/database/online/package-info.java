/**
 * Changing a table's definition while the application reads and writes it, without anybody having
 * to queue behind us. Front door: {@link dev.upkeep.database.online.OnlineDdl}.
 */
@NullMarked
package dev.upkeep.database.online;

import org.jspecify.annotations.NullMarked;
