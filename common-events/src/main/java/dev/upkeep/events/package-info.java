/** What is said on Kafka. */
@NullMarked
package dev.upkeep.events;

import org.jspecify.annotations.NullMarked;
