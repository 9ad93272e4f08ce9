package dev.upkeep.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "outbox",
    description = "Events that wait to be sent.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list|unblock")
final class OutboxCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().execute("list");
  }

  @Command(
      name = "list",
      description = "Events that wait, the blocked ones of every service first.",
      mixinStandardHelpOptions = true)
  int list(@Mixin PlatformOptions options) {
    JsonNode entries = EachService.gather(options.platform(), "/outbox", "entries");
    Answer answer = new Answer(spec.commandLine().getOut(), options.json);
    if (!answer.asJson(Map.of("entries", entries))) {
      Map<String, String> columns = new LinkedHashMap<>();
      columns.put("service", "SERVICE");
      columns.put("id", "ID");
      columns.put("topic", "TOPIC");
      columns.put("key", "KEY");
      columns.put("type", "TYPE");
      columns.put("attempts", "ATTEMPTS");
      columns.put("blocked", "BLOCKED");
      columns.put("lastError", "LAST ERROR");
      answer.table(entries, columns, "nothing waits to be sent");
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "unblock",
      description = "Lets a blocked event be tried again, once its cause is mended.",
      mixinStandardHelpOptions = true)
  int unblock(
      @Mixin PlatformOptions options,
      @Parameters(paramLabel = "ID", description = "as 'outbox list' shows it") String id,
      @Option(names = "--service", required = true, description = "whose outbox") String service,
      @Option(names = "--reason", required = true, description = "why, for the audit trail")
          String reason) {
    JsonNode done =
        options.platform().post(service, "/outbox/" + id + "/unblock", Map.of("reason", reason));
    Answer answer = new Answer(spec.commandLine().getOut(), options.json);
    if (!answer.asJson(done)) {
      answer.line("unblocked; it is sent as soon as the broker takes it");
    }
    return ExitCode.DONE;
  }
}
