package dev.upkeep.chassis.inbox;

import dev.upkeep.chassis.inbox.Reading.Objection;
import dev.upkeep.chassis.observability.Masking;
import dev.upkeep.events.envelope.UnacceptableEvent;
import dev.upkeep.events.envelope.UnacceptableEvent.Reason;
import org.jspecify.annotations.Nullable;

/** How an exception is told to those who look into the quarantine. */
final class Objections {
  private static final String FAILED = "FAILED";

  private Objections() {}

  static Objection of(UnacceptableEvent refusal) {
    return new Objection(refusal.reason().name(), line(refusal.getMessage()));
  }

  /** Reading met something that the reader did not foresee. */
  static Objection unreadable(Throwable thrown) {
    return new Objection(Reason.MALFORMED.name(), "it cannot be read: " + described(thrown));
  }

  /** The message is readable, but handling it fails each time. */
  static Objection failing(Throwable thrown, int tries) {
    return new Objection(
        FAILED, "handling it failed %d times: %s".formatted(tries, described(thrown)));
  }

  private static String described(Throwable thrown) {
    return thrown.getClass().getSimpleName() + ": " + line(thrown.getMessage());
  }

  private static String line(@Nullable String message) {
    return message == null
        ? "no message"
        : Masking.mask(message.replaceAll("[\\s\\p{Cntrl}]+", " ").strip());
  }
}
