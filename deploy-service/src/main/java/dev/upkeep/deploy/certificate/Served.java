package dev.upkeep.deploy.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a server showed of itself. */
public sealed interface Served {

  /**
   * A certificate.
   *
   * @param subject whose it is
   * @param issuer who says so
   * @param until the last instant at which it is valid
   * @param refused why a client does not trust it, if one does not: its chain, its name, its dates
   */
  record Certificate(String subject, String issuer, Instant until, Optional<String> refused)
      implements Served {

    /** Whole days that are left; negative once it has expired. */
    public long daysLeft(Instant now) {
      return Math.floorDiv(
          Duration.between(now, until).toSeconds(), Duration.ofDays(1).toSeconds());
    }
  }

  /** None; why is told as a sentence without its end. */
  record None(String why) implements Served {}
}
