/** How the service speaks with the broker: clients' settings, topics, headers as bytes. */
@NullMarked
package dev.upkeep.chassis.kafka;

import org.jspecify.annotations.NullMarked;
