package dev.upkeep.embedded;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An embedded server ended, or was not ready in time; the message says why, as far as it said. */
public final class ServerDidNotStartException extends IllegalStateException {

  private static final int TOLD_LINES = 15;

  public ServerDidNotStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  private ServerDidNotStartException(String message) {
    super(message);
  }

  /**
   * What happened, followed by the remedy if the program misses a system library, or else by the
   * last lines of what it said.
   */
  public static ServerDidNotStartException because(String whatHappened, String said) {
    return new ServerDidNotStartException(
        whatHappened
            + " "
            + MissingLibrary.namedIn(said)
                .map(MissingLibrary::remedy)
                .orElseGet(() -> "It said:\n" + lastLines(said)));
  }

  private static String lastLines(String said) {
    List<String> lines = said.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size()));
  }
}
