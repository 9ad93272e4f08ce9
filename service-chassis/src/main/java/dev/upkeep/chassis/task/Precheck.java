package dev.upkeep.chassis.task;

/** What the look before the first step found. */
public sealed interface Precheck {
  /** The work can begin. */
  record Go() implements Precheck {}

  /** There is nothing to do: the run ends as skipped. */
  record Skip(String reason) implements Precheck {}

  /** The work must not begin: the run fails without having changed anything. */
  record Fail(String reason, String remedy, boolean retryable) implements Precheck {}

  static Precheck go() {
    return new Go();
  }

  static Precheck skip(String reason) {
    return new Skip(reason);
  }

  /** Something is wrong that will not go away by itself. */
  static Precheck fail(String reason, String remedy) {
    return new Fail(reason, remedy, false);
  }

  /** Something is wrong that may be gone later: the run is tried again with back-off. */
  static Precheck failForNow(String reason, String remedy) {
    return new Fail(reason, remedy, true);
  }
}
