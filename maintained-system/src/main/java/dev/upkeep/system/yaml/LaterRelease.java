package dev.upkeep.system.yaml;

import java.util.List;

/**
 * Everything the two files will be able to say and this release cannot do yet, in one place.
 *
 * <p>A release that learns one of these moves the word from here to the reader; nothing else names
 * them.
 */
public final class LaterRelease {

  /** Keys at the top of a system file. */
  public static final List<String> SYSTEM =
      List.of("windows", "freezes", "approvals", "contacts", "mode");

  /** Keys of a MariaDB component. */
  public static final List<String> MARIADB = List.of("replicas");

  /** Keys of a component of files. */
  public static final List<String> FILES = List.of("container");

  /** Keys of a cleanup policy. */
  public static final List<String> CLEANUP = List.of("where");

  /** Kinds of component. */
  public static final List<String> COMPONENT_KINDS =
      List.of("proxy", "host", "logs", "certificate", "antivirus");

  /** Keys at the top of a runbook. */
  public static final List<String> RUNBOOK =
      List.of("window", "announce", "on-failure", "approval", "approvals", "notify", "mode");

  /** Keys of a schedule. */
  public static final List<String> SCHEDULE = List.of("jitter", "until", "from", "except", "rrule");

  /** Keys of a missed-run policy. */
  public static final List<String> MISSED = List.of("at-most", "spread");

  /** What can be done about missed runs. */
  public static final List<String> MISSED_POLICIES = List.of("ALL", "ASK");

  /** What can be done when a run is due while the last one is still going. */
  public static final List<String> OVERLAP_POLICIES =
      List.of("BUFFER_ONE", "BUFFER_ALL", "CANCEL_OTHER", "TERMINATE_OTHER", "ALLOW_ALL");

  /** Keys of a task in a runbook. */
  public static final List<String> TASK =
      List.of("when", "retry", "timeout", "approval", "on-failure", "dry-run");

  /** What a subscription can be about. */
  public static final List<String> SUBSCRIPTION_EVENTS =
      List.of("announcements", "incidents", "updates", "reviews", "findings");

  /** Channels a subscription can use. */
  public static final List<String> CHANNELS = List.of("webhook", "sms");

  private LaterRelease() {}
}
