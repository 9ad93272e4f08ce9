/**
 * Holds long work on a database back as far as its application feels it. Front door: {@link
 * dev.upkeep.database.brake.Brake}.
 */
@NullMarked
package dev.upkeep.database.brake;

import org.jspecify.annotations.NullMarked;
