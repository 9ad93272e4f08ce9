package dev.upkeep.system;

import java.util.Set;

/**
 * Who is told what, and how.
 *
 * @param to whom
 * @param events about what
 * @param channels over which
 */
public record Subscription(Recipient to, Set<Event> events, Set<Channel> channels) {

  public Subscription {
    events = Set.copyOf(events);
    channels = Set.copyOf(channels);
  }

  /** Whom a subscription is for. */
  public sealed interface Recipient {}

  /** Everybody in a role. */
  public record Everyone(Person.Role role) implements Recipient {}

  /** One person. */
  public record One(String name) implements Recipient {}

  /** What can be told in this release. */
  public enum Event {
    /** A runbook run completed. */
    COMPLETION("completion"),
    /** A runbook run failed. */
    FAILURE("failure"),
    /** A run cannot go on safely without a person. */
    NEEDS_OPERATOR("needs-operator");

    private final String written;

    Event(String written) {
      this.written = written;
    }

    /** As files write it. */
    public String written() {
      return written;
    }
  }

  /** A way to reach people. */
  public enum Channel {
    /** E-mail. */
    EMAIL("email"),
    /** The chat. */
    CHAT("chat");

    private final String written;

    Channel(String written) {
      this.written = written;
    }

    /** As files write it. */
    public String written() {
      return written;
    }
  }
}
