package dev.upkeep.system;

import java.time.ZoneId;
import java.util.Optional;

/**
 * Somebody who has to do with a system; a team with one address is one person here.
 *
 * @param name unique within the system
 * @param role what they do
 * @param email where mail reaches them
 * @param chat the channel or user name in the chat, such as {@code #dms}
 * @param language what they are written to in
 * @param zone the zone of the times they are told
 */
public record Person(
    String name,
    Role role,
    Optional<String> email,
    Optional<String> chat,
    Language language,
    ZoneId zone) {

  /** What a person does. */
  public enum Role {
    /** Does the maintenance. */
    OPERATOR("operator"),
    /** Must be told. */
    STAKEHOLDER("stakeholder"),
    /** Says yes to a plan. */
    APPROVER("approver"),
    /** Decides who may do what. */
    ADMIN("admin"),
    /** Looks. */
    VIEWER("viewer");

    private final String written;

    Role(String written) {
      this.written = written;
    }

    /** As files write it for one person; a subscription says {@link #everyone()}. */
    public String written() {
      return written;
    }

    /** All people in this role, as subscriptions write it: {@code stakeholders}. */
    public String everyone() {
      return written + "s";
    }
  }

  /** What Upkeep can write in. */
  public enum Language {
    /** English. */
    EN("en"),
    /** Thai. */
    TH("th");

    private final String tag;

    Language(String tag) {
      this.tag = tag;
    }

    /** The BCP 47 tag, which is also what files write. */
    public String tag() {
      return tag;
    }
  }

  boolean is(Subscription.Recipient recipient) {
    return switch (recipient) {
      case Subscription.Everyone everyone -> everyone.role() == role;
      case Subscription.One one -> one.name().equals(name);
    };
  }

  /** Whether this person can be reached that way. */
  public boolean hasAddressFor(Subscription.Channel channel) {
    return switch (channel) {
      case EMAIL -> email.isPresent();
      case CHAT -> chat.isPresent();
    };
  }
}
