/** Deployments whose workers are killed. */
@NullMarked
package dev.upkeep.deploykill;

import org.jspecify.annotations.NullMarked;
