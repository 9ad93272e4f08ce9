package dev.upkeep.cli;

import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/**
 * What waits for a person in every service, such as blocked events: all of it in one table, and a
 * verb for one of it, which goes to the service that has it.
 *
 * @param path of the entries in each service's API
 * @param field under which the API lists them
 */
record Entries(String path, String field) {

  /** Which entry is meant, and whose it is. */
  static final class One {
    @Parameters(paramLabel = "ID", description = "as 'list' shows it")
    String id = "";

    @Option(names = "--service", required = true, description = "which service has it")
    String service = "";
  }

  /** Why something is done to it. */
  static final class Why {
    @Option(names = "--reason", required = true, description = "why, for the audit trail")
    String reason = "";
  }

  int list(CommandSpec spec, PlatformOptions options, Map<String, String> columns, String none) {
    JsonNode rows = EachService.gather(options.platform(), path, field);
    Answer answer = new Answer(spec.commandLine().getOut(), options.json);
    if (!answer.asJson(Map.of(field, rows))) {
      answer.table(rows, columns, none);
    }
    return ExitCode.DONE;
  }

  int show(CommandSpec spec, PlatformOptions options, One one) {
    JsonNode entry = options.platform().get(one.service, path + "/" + one.id);
    new Answer(spec.commandLine().getOut(), true).asJson(entry);
    return ExitCode.DONE;
  }

  /**
   * Does something to one entry.
   *
   * @param done what to say when it is done
   */
  int tell(CommandSpec spec, PlatformOptions options, One one, String verb, Why why, String done) {
    JsonNode said =
        options
            .platform()
            .post(one.service, path + "/" + one.id + "/" + verb, Map.of("reason", why.reason));
    Answer answer = new Answer(spec.commandLine().getOut(), options.json);
    if (!answer.asJson(said)) {
      answer.line(done);
    }
    return ExitCode.DONE;
  }
}
