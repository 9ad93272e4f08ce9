/** The account of what people did: append only, each entry sealed with the one before it. */
@NullMarked
package dev.upkeep.chassis.audit;

import org.jspecify.annotations.NullMarked;
