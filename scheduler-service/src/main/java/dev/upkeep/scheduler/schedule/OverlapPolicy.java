package dev.upkeep.scheduler.schedule;

/** What happens when a run is due while the last one of the same runbook is still going. */
public enum OverlapPolicy {
  /** The new one is skipped, on record. */
  SKIP
}
