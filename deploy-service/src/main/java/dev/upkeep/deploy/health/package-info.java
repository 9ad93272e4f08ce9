/** {@code health.check}: whether a component does what it is there for. */
@NullMarked
package dev.upkeep.deploy.health;

import org.jspecify.annotations.NullMarked;
