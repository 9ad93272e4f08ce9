package dev.upkeep.cli;

import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Shows how a run goes on, a line for each change, until it has ended or waits for a person. */
final class Following {
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final Set<String> ENDS = Set.of("COMPLETED", "FAILED", "CANCELLED", "SKIPPED");
  private static final String NEEDS_OPERATOR = "NEEDS_OPERATOR";

  private final Platform platform;
  private final Answer answer;
  private final Map<String, String> shown = new HashMap<>();

  Following(Platform platform, Answer answer) {
    this.platform = platform;
    this.answer = answer;
  }

  /** Follows the run; answers with the exit code that its end deserves. */
  int until(String run) {
    JsonNode now = whenKnown(run);
    while (true) {
      show(now);
      String state = Answer.text(now, "state");
      if (ENDS.contains(state) || state.equals(NEEDS_OPERATOR)) {
        if (!answer.asJson(now)) {
          new RunText(answer, ZoneId.systemDefault()).print(now);
        }
        return exitCode(now);
      }
      NextLook.after(EVERY);
      now = platform.get("/runs/" + run);
    }
  }

  /** A trigger becomes a run a moment after it was accepted. */
  private JsonNode whenKnown(String run) {
    CommandFailed refused = null;
    for (int tries = 0; tries < 20; tries++) {
      try {
        return platform.get("/runs/" + run);
      } catch (CommandFailed notYet) {
        if (notYet.exitCode() != ExitCode.REFUSED) {
          throw notYet;
        }
        refused = notYet;
        NextLook.after(EVERY);
      }
    }
    throw new CommandFailed(
        ExitCode.REFUSED,
        "%s; ./upkeep quarantine list says why a trigger was refused"
            .formatted(refused == null ? "unknown run" : refused.getMessage()));
  }

  static int exitCode(JsonNode run) {
    String state = Answer.text(run, "state");
    boolean bad =
        state.equals("FAILED") || state.equals("CANCELLED") || state.equals(NEEDS_OPERATOR);
    return bad ? ExitCode.FAILED : ExitCode.DONE;
  }

  private void show(JsonNode run) {
    for (JsonNode task : run.path("tasks")) {
      String name = Answer.text(task, "task");
      String line = "%-16s %-10s %s".formatted(name, Answer.text(task, "state"), progress(task));
      if (!line.equals(shown.put(name, line))) {
        answer.line(line.stripTrailing());
      }
    }
  }

  private static String progress(JsonNode task) {
    if (!task.hasNonNull("line")) {
      return "";
    }
    return "%3.0f %%  %s"
        .formatted(task.path("fraction").asDouble(0) * 100, Answer.text(task, "line"));
  }
}
