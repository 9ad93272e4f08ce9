package dev.upkeep.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "runs",
    description = "Runs of runbooks: what they did, and the verbs that steer them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list|show|follow|cancel|rerun|resolve")
final class RunsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().execute("list");
  }

  @Command(name = "list", description = "The latest runs.", mixinStandardHelpOptions = true)
  int list(
      @Mixin PlatformOptions options,
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
    Answer answer = answer(options);
    if (!answer.asJson(runs)) {
      Map<String, String> columns = new LinkedHashMap<>();
      columns.put("runbookRunId", "RUN");
      columns.put("system", "SYSTEM");
      columns.put("runbook", "RUNBOOK");
      columns.put("state", "STATE");
      columns.put("scheduledFor", "DUE");
      columns.put("triggeredBy", "BY");
      columns.put("reason", "WHY");
      answer.table(runs.path("runs"), columns, "no runbook has run yet");
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "show",
      description =
          "One run with its tasks, steps and evidence. Exit code 1 if it did not succeed.",
      mixinStandardHelpOptions = true)
  int show(@Mixin PlatformOptions options, @Parameters(paramLabel = "RUN") String run) {
    JsonNode found = options.platform().get("/runs/" + run);
    Answer answer = answer(options);
    if (!answer.asJson(found)) {
      new RunText(answer).print(found);
    }
    return Following.exitCode(found);
  }

  @Command(
      name = "follow",
      description = "Shows progress until the run has ended. Exit code 1 if it did not succeed.",
      mixinStandardHelpOptions = true)
  int follow(@Mixin PlatformOptions options, @Parameters(paramLabel = "RUN") String run) {
    return new Following(options.platform(), answer(options)).until(run);
  }

  @Command(
      name = "cancel",
      description =
          "Asks a run to stop at its next safe point; what was done is undone where it can be.",
      mixinStandardHelpOptions = true)
  int cancel(
      @Mixin PlatformOptions options,
      @Parameters(paramLabel = "RUN") String run,
      @Option(names = "--reason", required = true, description = "why, for the record")
          String reason) {
    JsonNode said = options.platform().post("/runs/" + run + "/cancel", Map.of("reason", reason));
    return told(options, said, "asked to stop; ./upkeep runs follow " + run + " shows when it has");
  }

  @Command(
      name = "rerun",
      description = "Runs again from the failed task; tasks that completed count as done.",
      mixinStandardHelpOptions = true)
  int rerun(
      @Mixin PlatformOptions options,
      @Parameters(paramLabel = "RUN") String run,
      @Option(names = "--reason", required = true, description = "why, for the record")
          String reason) {
    JsonNode said = options.platform().post("/runs/" + run + "/rerun", Map.of("reason", reason));
    return told(options, said, "started: run " + said.path("runbookRunId").asString());
  }

  @Command(
      name = "resolve",
      description =
          "Answers a task that needs an operator: HAPPENED, DID_NOT_HAPPEN (the task fails), or REPEAT.",
      mixinStandardHelpOptions = true)
  int resolve(
      @Mixin PlatformOptions options,
      @Parameters(paramLabel = "RUN") String run,
      @Parameters(paramLabel = "TASK", description = "the task's name in the runbook") String task,
      @Parameters(paramLabel = "ANSWER") String found,
      @Option(names = "--reason", required = true, description = "what you saw, for the record")
          String reason) {
    String word = found.toUpperCase(Locale.ROOT).replace('-', '_');
    JsonNode said =
        options
            .platform()
            .post(
                "/runs/" + run + "/tasks/" + task + "/resolve",
                Map.of("answer", word, "reason", reason));
    return told(options, said, "answered; ./upkeep runs follow " + run + " shows how it goes on");
  }

  private int told(PlatformOptions options, JsonNode said, String line) {
    Answer answer = answer(options);
    if (!answer.asJson(said)) {
      answer.line(line);
    }
    return ExitCode.DONE;
  }

  private Answer answer(PlatformOptions options) {
    return new Answer(spec.commandLine().getOut(), options.json);
  }
}
