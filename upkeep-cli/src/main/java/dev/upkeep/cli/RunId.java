package dev.upkeep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What people type for a run: its whole id, the first characters of it, or {@code latest}. */
final class RunId {
  /** What {@code runs list} shows of an id. */
  static final int SHOWN = 8;

  private static final String LATEST = "latest";
  private static final int LOOKED_THROUGH = 500;
  private static final Pattern WHOLE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern BEGINNING = Pattern.compile("[0-9a-f][0-9a-f-]{3,35}");

  private RunId() {}

  /**
   * The whole id of the run that was meant.
   *
   * @throws CommandFailed if it is no beginning of an id, or of none or of several runs
   */
  static String of(String typed, Platform platform) {
    String text = typed.toLowerCase(Locale.ROOT);
    if (WHOLE.matcher(text).matches()) {
      return text;
    }
    if (!text.equals(LATEST) && !BEGINNING.matcher(text).matches()) {
      throw new CommandFailed(
          ExitCode.USAGE,
          "'%s' is not a run: give its id, at least four characters of its beginning, or 'latest'"
              .formatted(typed));
    }
    List<String> found = new ArrayList<>();
    for (JsonNode run : platform.get("/runs?limit=" + LOOKED_THROUGH).path("runs")) {
      String id = run.path("runbookRunId").asString();
      if (text.equals(LATEST)) {
        return id;
      }
      if (id.startsWith(text)) {
        found.add(id);
      }
    }
    if (found.size() > 1) {
      throw new CommandFailed(
          ExitCode.USAGE,
          "'%s' is the beginning of several runs: %s".formatted(typed, String.join(", ", found)));
    }
    if (found.isEmpty()) {
      throw new CommandFailed(
          ExitCode.REFUSED,
          text.equals(LATEST)
              ? "no runbook has run yet"
              : "none of the latest %d runs begins with '%s'; ./upkeep runs list shows them"
                  .formatted(LOOKED_THROUGH, typed));
    }
    return found.getFirst();
  }
}
