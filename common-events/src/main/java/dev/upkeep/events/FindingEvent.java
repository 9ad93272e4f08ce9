package dev.upkeep.events;

/** The life of a finding: the same thing found again unchanged is not news. */
public sealed interface FindingEvent extends Event
    permits FindingRaised, FindingChanged, FindingResolved {

  Finding finding();

  @Override
  default String system() {
    return finding().system();
  }

  @Override
  default String key() {
    return finding().fingerprint();
  }
}
