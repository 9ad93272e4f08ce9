/** What every service is built on; {@link dev.upkeep.chassis.Chassis} is the way in. */
@NullMarked
package dev.upkeep.chassis;

import org.jspecify.annotations.NullMarked;
