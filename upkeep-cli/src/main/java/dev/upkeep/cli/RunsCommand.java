package dev.upkeep.cli;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "runs",
    description = "Runs of runbooks: what they did, and the verbs that steer them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list|show|follow|cancel|rerun|resolve")
final class RunsCommand implements Callable<Integer> {
  private static final String RUN =
      "its id, the beginning of it (four characters or more), or 'latest'";

  @Mixin private PlatformOptions options = new PlatformOptions();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return list(null, 20);
  }

  @Command(name = "list", description = "The latest runs.", mixinStandardHelpOptions = true)
  int list(
      @Option(names = "--state", description = "only those in this state") @Nullable String state,
      @Option(
              names = "--count",
              description = "how many (default: ${DEFAULT-VALUE})",
              defaultValue = "20")
          int count) {
    String path = "/runs?limit=" + count;
    if (state != null) {
      path += "&state=" + state.toUpperCase(Locale.ROOT);
    }
    JsonNode runs = options.platform().get(path);
    Answer answer = answer();
    if (!answer.asJson(runs)) {
      Map<String, String> columns =
          Answer.columns(
              "run", "RUN",
              "system", "SYSTEM",
              "runbook", "RUNBOOK",
              "shownState", "STATE",
              "due", "DUE",
              "triggeredBy", "BY",
              "reason", "WHY");
      answer.table(forPeople(runs.path("runs")), columns, "no runbook has run yet");
    }
    return ExitCode.DONE;
  }

  private static List<JsonNode> forPeople(JsonNode runs) {
    List<JsonNode> rows = new ArrayList<>();
    for (JsonNode run : runs) {
      ObjectNode row = ((ObjectNode) run).deepCopy();
      row.put("run", run.path("runbookRunId").asString().substring(0, RunId.SHOWN));
      row.put("due", Shown.instant(Answer.text(run, "scheduledFor"), ZoneId.systemDefault()));
      row.put(
          "shownState",
          Answer.text(run, "state") + (run.path("dryRun").asBoolean(false) ? " (dry run)" : ""));
      rows.add(row);
    }
    return rows;
  }

  @Command(
      name = "show",
      description =
          "One run with its tasks, steps and evidence. Exit code 1 if it did not succeed.",
      mixinStandardHelpOptions = true)
  int show(@Parameters(paramLabel = "RUN", description = RUN) String run) {
    Platform platform = options.platform();
    JsonNode found = platform.get("/runs/" + RunId.of(run, platform));
    Answer answer = answer();
    if (!answer.asJson(found)) {
      new RunText(answer, ZoneId.systemDefault()).print(found);
    }
    return Following.exitCode(found);
  }

  @Command(
      name = "follow",
      description = "Shows progress until the run has ended. Exit code 1 if it did not succeed.",
      mixinStandardHelpOptions = true)
  int follow(@Parameters(paramLabel = "RUN", description = RUN) String run) {
    Platform platform = options.platform();
    return new Following(platform, answer()).until(RunId.of(run, platform));
  }

  @Command(
      name = "cancel",
      description =
          "Asks a run to stop at its next safe point; what was done is undone where it can be.",
      mixinStandardHelpOptions = true)
  int cancel(
      @Parameters(paramLabel = "RUN", description = RUN) String run,
      @Option(names = "--reason", required = true, description = "why, for the record")
          String reason) {
    Platform platform = options.platform();
    String id = RunId.of(run, platform);
    JsonNode said = platform.post("/runs/" + id + "/cancel", Map.of("reason", reason));
    return told(said, "asked to stop; ./upkeep runs follow " + run + " shows when it has");
  }

  @Command(
      name = "rerun",
      description = "Runs again from the failed task; tasks that completed count as done.",
      mixinStandardHelpOptions = true)
  int rerun(
      @Parameters(paramLabel = "RUN", description = RUN) String run,
      @Option(names = "--reason", required = true, description = "why, for the record")
          String reason) {
    Platform platform = options.platform();
    String id = RunId.of(run, platform);
    JsonNode said = platform.post("/runs/" + id + "/rerun", Map.of("reason", reason));
    return told(said, "started: run " + said.path("runbookRunId").asString());
  }

  @Command(
      name = "resolve",
      description =
          "Answers a task that needs an operator: HAPPENED, DID_NOT_HAPPEN (the task fails), or REPEAT;"
              + " where it asks for approval APPROVE, or REFUSE (the task is cancelled).",
      mixinStandardHelpOptions = true)
  int resolve(
      @Parameters(paramLabel = "RUN", description = RUN) String run,
      @Parameters(paramLabel = "TASK", description = "the task's name in the runbook") String task,
      @Parameters(paramLabel = "ANSWER") String found,
      @Option(names = "--reason", required = true, description = "what you saw, for the record")
          String reason) {
    String word = answer(found.toUpperCase(Locale.ROOT).replace('-', '_'));
    Platform platform = options.platform();
    JsonNode said =
        platform.post(
            "/runs/" + RunId.of(run, platform) + "/tasks/" + task + "/resolve",
            Map.of("answer", word, "reason", reason));
    return told(said, "answered; ./upkeep runs follow " + run + " shows how it goes on");
  }

  /** To a question for approval yes and no have names of their own. */
  private static String answer(String word) {
    return switch (word) {
      case "APPROVE" -> "HAPPENED";
      case "REFUSE" -> "DID_NOT_HAPPEN";
      default -> word;
    };
  }

  private int told(JsonNode said, String line) {
    Answer answer = answer();
    if (!answer.asJson(said)) {
      answer.line(line);
    }
    return ExitCode.DONE;
  }

  private Answer answer() {
    return new Answer(spec.commandLine().getOut(), options.json);
  }
}
