/** Deployments whose workers are killed. */
@NullMarked
package dev.upkeep.deploy.killtest;

import org.jspecify.annotations.NullMarked;
