/**
 * The maintained system as its file describes it. Front doors: {@link dev.upkeep.system.SystemFile}
 * for one file, {@link dev.upkeep.system.Systems} for the folder.
 */
@NullMarked
package dev.upkeep.system;

import org.jspecify.annotations.NullMarked;
