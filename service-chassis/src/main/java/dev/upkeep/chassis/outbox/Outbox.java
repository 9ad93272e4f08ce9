package dev.upkeep.chassis.outbox;

import dev.upkeep.events.Event;
import java.util.List;

/**
 * Where an event is put so that it is told if, and only if, the surrounding transaction commits.
 *
 * <p>Events of one key are told in the order in which their transactions committed. Delivery is at
 * least once: readers recognise a repeat by the CloudEvents id. Nothing is promised about the order
 * of different keys.
 */
public interface Outbox {

  /**
   * Adds an event to the transaction that is going on.
   *
   * @throws IllegalStateException outside a transaction
   */
  void add(Event event, Cause cause);

  /**
   * Adds several events that follow from the same cause, in this order; takes fewer statements than
   * adding them one by one.
   *
   * @throws IllegalStateException outside a transaction
   */
  default void addAll(List<? extends Event> events, Cause cause) {
    events.forEach(event -> add(event, cause));
  }
}
