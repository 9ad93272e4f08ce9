/**
 * What is said on Kafka: one record per fact, grouped by the topic it is told on, and the names of
 * the topics. Start at {@link Event}; {@link dev.upkeep.events.envelope.EventCodec} puts events on
 * the wire and takes them off it.
 */
@NullMarked
package dev.upkeep.events;

import org.jspecify.annotations.NullMarked;
