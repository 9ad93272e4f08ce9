package dev.upkeep.cli;

import dev.upkeep.events.envelope.EventJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "status",
    description = "What runs, and how much waits. Exit code 3 if a service does not answer.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Mixin private PlatformOptions options = new PlatformOptions();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Platform platform = options.platform();
    List<JsonNode> rows = new ArrayList<>();
    int exitCode = ExitCode.DONE;
    for (String service : platform.services().keySet()) {
      try {
        rows.add(platform.get(service, "/status"));
      } catch (CommandFailed e) {
        ObjectNode silent = EventJson.mapper().createObjectNode();
        silent
            .put("service", service)
            .put("state", "does not answer")
            .put("detail", e.getMessage());
        rows.add(silent);
        exitCode = ExitCode.UNREACHABLE;
      }
    }
    Answer answer = new Answer(spec.commandLine().getOut(), options.json);
    String broker = platform.broker().orElse("-");
    if (!answer.asJson(Map.of("services", rows, "broker", broker))) {
      Map<String, String> columns =
          Answer.columns(
              "service", "SERVICE",
              "state", "STATE",
              "instance", "INSTANCE",
              "outboxWaiting", "TO SEND",
              "outboxBlocked", "BLOCKED",
              "quarantined", "QUARANTINED");
      answer.table(rows, columns, "no service runs");
      answer.line("");
      for (JsonNode row : rows) {
        for (JsonNode problem : row.path("fileProblems")) {
          answer.line("%s The last good version stays in force.".formatted(problem.asString()));
        }
      }
      answer.line("broker %s, data in %s".formatted(broker, options.folder().toAbsolutePath()));
    }
    return exitCode;
  }
}
