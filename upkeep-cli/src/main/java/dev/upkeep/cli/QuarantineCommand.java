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
    name = "quarantine",
    description = "Records that could not be read, kept byte for byte.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list|show|replay|drop")
final class QuarantineCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().execute("list");
  }

  @Command(
      name = "list",
      description = "The records of every service, newest first.",
      mixinStandardHelpOptions = true)
  int list(@Mixin PlatformOptions options) {
    JsonNode records = EachService.gather(options.platform(), "/quarantine", "records");
    Answer answer = new Answer(spec.commandLine().getOut(), options.json);
    if (!answer.asJson(Map.of("records", records))) {
      Map<String, String> columns = new LinkedHashMap<>();
      columns.put("service", "SERVICE");
      columns.put("id", "ID");
      columns.put("topic", "TOPIC");
      columns.put("reason", "REASON");
      columns.put("detail", "DETAIL");
      columns.put("receivedAt", "RECEIVED");
      answer.table(records, columns, "quarantine is empty");
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "show",
      description = "One record with its headers and bytes.",
      mixinStandardHelpOptions = true)
  int show(
      @Mixin PlatformOptions options,
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--service", required = true, description = "whose quarantine")
          String service) {
    JsonNode record = options.platform().get(service, "/quarantine/" + id);
    new Answer(spec.commandLine().getOut(), true).asJson(record);
    return ExitCode.DONE;
  }

  @Command(
      name = "replay",
      description = "Hands a record to its reader again, once the cause is mended.",
      mixinStandardHelpOptions = true)
  int replay(
      @Mixin PlatformOptions options,
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--service", required = true, description = "whose quarantine")
          String service,
      @Option(names = "--reason", required = true, description = "why, for the audit trail")
          String reason) {
    return tell(options, service, id, "replay", reason, "taken in");
  }

  @Command(
      name = "drop",
      description = "Gives a record up for good; its copy on the dead-letter topic stays.",
      mixinStandardHelpOptions = true)
  int drop(
      @Mixin PlatformOptions options,
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--service", required = true, description = "whose quarantine")
          String service,
      @Option(names = "--reason", required = true, description = "why, for the audit trail")
          String reason) {
    return tell(options, service, id, "drop", reason, "dropped");
  }

  private int tell(
      PlatformOptions options, String service, String id, String verb, String reason, String done) {
    JsonNode said =
        options
            .platform()
            .post(service, "/quarantine/" + id + "/" + verb, Map.of("reason", reason));
    Answer answer = new Answer(spec.commandLine().getOut(), options.json);
    if (!answer.asJson(said)) {
      answer.line(done);
    }
    return ExitCode.DONE;
  }
}
