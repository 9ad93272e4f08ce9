package dev.upkeep.system.docker;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** The engine could not be asked, or would not answer; in words for an operator. */
public final class EngineProblem extends Exception {

  private static final long serialVersionUID = 1L;

  private final String why;
  private final String remedy;

  EngineProblem(String why, String remedy, Throwable cause) {
    super(why + ". " + remedy + ".", cause);
    this.why = why;
    this.remedy = remedy;
  }

  EngineProblem(String why, String remedy) {
    super(why + ". " + remedy + ".");
    this.why = why;
    this.remedy = remedy;
  }

  static EngineProblem silent(URI address, IOException said) {
    return new EngineProblem(
        "No Docker engine answers at %s: %s".formatted(address, said.getMessage()),
        "Start the engine, let this worker's user read its socket (or a proxy's before it), or"
            + " name another one by 'docker' in the system file",
        said);
  }

  /** It answered, but would not do it. */
  static EngineProblem refused(URI address, int status, String said) {
    return new EngineProblem(
        "The Docker engine at %s refuses (%d): %s".formatted(address, status, said.strip()),
        said.contains("no space left")
            ? "Free space in the engine's folder: docker system df"
            : said.contains("already in use") || said.contains("already allocated")
                ? "Find who uses it: docker ps --all"
                : "Look into the engine's log; a proxy before its socket must allow this request");
  }

  /** What of an exception's causes tells that nobody answered. */
  static Optional<IOException> inputOrOutput(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException e) {
        return Optional.of(e);
      }
    }
    return Optional.empty();
  }

  /** What is wrong. */
  public String why() {
    return why;
  }

  /** What an operator can do about it. */
  public String remedy() {
    return remedy;
  }
}
