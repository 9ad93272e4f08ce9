package dev.upkeep.system.secret;

/** The answer when a reference is followed. */
public sealed interface ResolvedSecret {

  /** The secret. */
  record Found(Secret secret) implements ResolvedSecret {}

  /**
   * There is none to be had.
   *
   * @param why names the reference, never the content
   * @param remedy what to do about it
   */
  record NotFound(String why, String remedy) implements ResolvedSecret {}
}
