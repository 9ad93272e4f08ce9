package dev.upkeep.cli;

/** What the shell is told. */
final class ExitCode {
  static final int DONE = 0;

  /** What was asked about has failed: a run, a check. */
  static final int FAILED = 1;

  /** The call's words are off. Also picocli's own answer to words it does not know. */
  static final int USAGE = 2;

  /** No platform answers. */
  static final int UNREACHABLE = 3;

  /** The platform answered no, and the message says why. */
  static final int REFUSED = 4;

  private ExitCode() {}
}
