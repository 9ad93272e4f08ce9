/**
 * The test kit: real servers shared by a module's tests, a clock to be moved, tasks run and killed.
 */
@NullMarked
package dev.upkeep.chassis.test;

import org.jspecify.annotations.NullMarked;
