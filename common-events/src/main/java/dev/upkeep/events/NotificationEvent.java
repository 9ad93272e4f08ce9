package dev.upkeep.events;

/** What became of one message to one recipient over one channel. */
public sealed interface NotificationEvent extends Event
    permits NotificationDelivered, NotificationUndeliverable {

  DeliveryRef delivery();

  @Override
  default String system() {
    return delivery().system();
  }

  @Override
  default String key() {
    return delivery().deliveryId().toString();
  }
}
