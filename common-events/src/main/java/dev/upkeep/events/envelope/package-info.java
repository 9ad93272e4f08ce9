/** CloudEvents 1.0 in binary mode over Kafka: the envelope around every event. */
@NullMarked
package dev.upkeep.events.envelope;

import org.jspecify.annotations.NullMarked;
