/**
 * What runs tasks: durable runs, claimed by one worker at a time under a lease, whose steps are
 * journalled so that whoever comes next knows what happened. A worker service imports {@link
 * dev.upkeep.chassis.run.Worker} beside the chassis.
 */
@NullMarked
package dev.upkeep.chassis.run;

import org.jspecify.annotations.NullMarked;
