/** A Kafka broker on loopback: one KRaft node in this JVM, or alone in a JVM of its own. */
@NullMarked
package dev.upkeep.embedded.kafka;

import org.jspecify.annotations.NullMarked;
