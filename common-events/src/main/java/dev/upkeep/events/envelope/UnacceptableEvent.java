package dev.upkeep.events.envelope;

import org.jspecify.annotations.Nullable;

/**
 * A record that is not an event this version can read. It will not become one by being read again:
 * it belongs into quarantine.
 */
public final class UnacceptableEvent extends Exception {
  /** What is wrong with the record. */
  public enum Reason {
    /** No value, or a CloudEvents attribute is missing or malformed. */
    NOT_A_CLOUD_EVENT,
    /** Larger than {@link EventCodec#MAX_BYTES}, or than a trigger may be. */
    TOO_LARGE,
    /** No such fact. */
    UNKNOWN_TYPE,
    /** The fact is known, but not in this major version. */
    UNKNOWN_VERSION,
    /** A fact that does not belong on this topic, or under this key. */
    MISPLACED,
    /** The data is not the JSON that the type asks for. */
    MALFORMED,
    /** A signature is missing, wrong, or by a key that is not trusted. */
    UNTRUSTED,
    /** Readable, but not acceptable: expired, replayed, unknown parameter. */
    REFUSED
  }

  private final Reason reason;

  public UnacceptableEvent(Reason reason, String message) {
    this(reason, message, null);
  }

  public UnacceptableEvent(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
