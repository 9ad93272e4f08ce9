package dev.upkeep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
  private static final int SHORTEST = 4;

  /** Which entry is meant. */
  static final class One {
    @Parameters(paramLabel = "ID", description = "as 'list' shows it, or the beginning of it")
    String id = "";

    @Option(names = "--service", description = "which service has it, where two have the same id")
    @Nullable String service;
  }

  /** Where an entry is. */
  private record Found(String service, String id) {}

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
    Platform platform = options.platform();
    Found found = find(one, platform);
    JsonNode entry = platform.get(found.service(), path + "/" + found.id());
    new Answer(spec.commandLine().getOut(), true).asJson(entry);
    return ExitCode.DONE;
  }

  /**
   * Does something to one entry.
   *
   * @param done what to say when it is done
   */
  int tell(CommandSpec spec, PlatformOptions options, One one, String verb, Why why, String done) {
    Platform platform = options.platform();
    Found found = find(one, platform);
    JsonNode said =
        platform.post(
            found.service(), path + "/" + found.id() + "/" + verb, Map.of("reason", why.reason));
    Answer answer = new Answer(spec.commandLine().getOut(), options.json);
    if (!answer.asJson(said)) {
      answer.line(done);
    }
    return ExitCode.DONE;
  }

  private Found find(One one, Platform platform) {
    List<Found> found = new ArrayList<>();
    for (JsonNode row : EachService.gather(platform, path, field)) {
      Found candidate = new Found(Answer.text(row, "service"), Answer.text(row, "id"));
      if (one.service != null && !one.service.equals(candidate.service())) {
        continue;
      }
      if (candidate.id().equals(one.id)) {
        found.add(0, candidate);
      } else if (one.id.length() >= SHORTEST && candidate.id().startsWith(one.id)) {
        found.add(candidate);
      }
    }
    if (found.isEmpty()) {
      throw new CommandFailed(
          ExitCode.REFUSED,
          "nothing that is listed has the id '%s'; 'list' shows the ids".formatted(one.id));
    }
    boolean exact = found.getFirst().id().equals(one.id);
    long meant = found.stream().filter(each -> !exact || each.id().equals(one.id)).count();
    if (meant > 1) {
      throw new CommandFailed(
          ExitCode.USAGE,
          "'%s' may be any of %s: give the whole id and --service"
              .formatted(
                  one.id,
                  found.stream()
                      .map(each -> each.id() + " of " + each.service())
                      .collect(Collectors.joining(", "))));
    }
    return found.getFirst();
  }
}
