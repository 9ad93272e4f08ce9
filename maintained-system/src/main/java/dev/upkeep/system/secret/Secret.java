package dev.upkeep.system.secret;

/** A secret in memory. It prints as stars; only the place that hands it over reveals it. */
public final class Secret {

  private final String value;

  public Secret(String value) {
    this.value = value;
  }

  /** The secret itself: for the driver or the request that needs it, and nothing else. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
