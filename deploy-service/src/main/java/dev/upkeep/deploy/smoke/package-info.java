/**
 * {@code smoke-test.run}: whether the small things are true that are true of a system that works.
 */
@NullMarked
package dev.upkeep.deploy.smoke;

import org.jspecify.annotations.NullMarked;
