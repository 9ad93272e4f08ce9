package dev.upkeep.cli;

import dev.upkeep.events.envelope.EventJson;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

@Command(
    name = "findings",
    description = "What looking brought to light, from every worker service.",
    mixinStandardHelpOptions = true)
final class FindingsCommand implements Callable<Integer> {
  @Mixin private PlatformOptions options = new PlatformOptions();
  @Spec private CommandSpec spec;

  @Option(names = "--all", description = "resolved ones too")
  private boolean all;

  @Override
  public Integer call() {
    Platform platform = options.platform();
    ArrayNode findings = EventJson.mapper().createArrayNode();
    for (String service : platform.services().keySet()) {
      if (platform.get(service, "/status").path("worker").asBoolean(false)) {
        JsonNode answer = platform.get(service, "/findings?resolved=" + all);
        answer.path("findings").forEach(findings::add);
      }
    }
    Answer answer = new Answer(spec.commandLine().getOut(), options.json);
    if (!answer.asJson(Map.of("findings", findings))) {
      Map<String, String> columns =
          Answer.columns(
              "severity", "SEVERITY",
              "system", "SYSTEM",
              "component", "COMPONENT",
              "kind", "KIND",
              "title", "WHAT",
              "lastSeen", "LAST SEEN");
      answer.table(findings, columns, "no findings");
    }
    return ExitCode.DONE;
  }
}
