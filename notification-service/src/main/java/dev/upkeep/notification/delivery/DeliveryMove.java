package dev.upkeep.notification.delivery;

/** What can happen to a delivery. */
enum DeliveryMove {
  /** A sender takes it. */
  CLAIM,
  /** A sender takes it from one that fell silent. */
  TAKE_OVER,
  /** The server has taken it. */
  ACCEPT,
  /** The server did not take it this time. */
  PUT_BACK,
  /** The server refused it for good, or it no longer matters. */
  GIVE_UP
}
