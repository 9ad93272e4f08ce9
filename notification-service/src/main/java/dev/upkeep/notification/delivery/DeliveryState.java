package dev.upkeep.notification.delivery;

/** Where a delivery stands. */
public enum DeliveryState {
  /** Waits for its next try. */
  QUEUED,
  /** A sender holds it, or died holding it. */
  ATTEMPTING,
  /** The channel's server has taken it. */
  ACCEPTED,
  /** It was refused for good, or no longer matters. */
  UNDELIVERABLE,
  /** Never sent: another message tells the same recipient the same. */
  SUPERSEDED;

  /** Whether nothing can follow. */
  public boolean ended() {
    return switch (this) {
      case ACCEPTED, UNDELIVERABLE, SUPERSEDED -> true;
      case QUEUED, ATTEMPTING -> false;
    };
  }
}
