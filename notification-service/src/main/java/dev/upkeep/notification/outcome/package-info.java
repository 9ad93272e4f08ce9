/**
 * How maintenance ended, turned into messages: listens to runs and runbooks, decides who hears of
 * it and what would only repeat what was said, and writes the deliveries down.
 */
@NullMarked
package dev.upkeep.notification.outcome;

import org.jspecify.annotations.NullMarked;
