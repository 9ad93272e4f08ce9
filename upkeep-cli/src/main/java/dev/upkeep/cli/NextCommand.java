package dev.upkeep.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "next",
    description = "What is due when, in each schedule's own zone.",
    mixinStandardHelpOptions = true)
final class NextCommand implements Callable<Integer> {
  @Mixin private PlatformOptions options = new PlatformOptions();
  @Spec private CommandSpec spec;

  @Option(
      names = "--count",
      description = "how many instants (default: ${DEFAULT-VALUE})",
      defaultValue = "10")
  private int count;

  @Override
  public Integer call() {
    JsonNode due = options.platform().get("/next?count=" + count);
    Answer answer = new Answer(spec.commandLine().getOut(), options.json);
    if (!answer.asJson(due)) {
      Map<String, String> columns =
          Answer.columns(
              "local", "DUE",
              "runbook", "RUNBOOK",
              "system", "SYSTEM",
              "schedule", "SCHEDULE");
      answer.table(due.path("next"), columns, "nothing is due: no runbook has a schedule");
    }
    return ExitCode.DONE;
  }
}
