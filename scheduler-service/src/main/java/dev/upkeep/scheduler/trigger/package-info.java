/**
 * Manual triggers: who may ask for a run, whether the request is to be believed, and what becomes
 * of it. A trigger is verified before it is parsed, and refused with a reason that is kept.
 */
@NullMarked
package dev.upkeep.scheduler.trigger;

import org.jspecify.annotations.NullMarked;
