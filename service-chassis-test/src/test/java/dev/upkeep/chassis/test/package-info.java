/** The test kit's own tests. */
@NullMarked
package dev.upkeep.chassis.test;

import org.jspecify.annotations.NullMarked;
