/** Which tasks this service knows, told to the others. */
@NullMarked
package dev.upkeep.chassis.catalogue;

import org.jspecify.annotations.NullMarked;
