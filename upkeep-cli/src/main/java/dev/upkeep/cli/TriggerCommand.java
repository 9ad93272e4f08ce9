package dev.upkeep.cli;

import dev.upkeep.events.envelope.EventJson;
import dev.upkeep.events.trigger.Dsse;
import dev.upkeep.events.trigger.TriggerKeys;
import dev.upkeep.events.trigger.TriggerRequested;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

@Command(
    name = "trigger",
    description = "Asks for a runbook to be run now. The request is signed with your key.",
    mixinStandardHelpOptions = true)
final class TriggerCommand implements Callable<Integer> {
  private static final Duration LIFE = Duration.ofMinutes(10);

  @Mixin private PlatformOptions options = new PlatformOptions();
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUNBOOK", description = "the runbook's name")
  private String runbook;

  @Option(
      names = "--system",
      paramLabel = "NAME",
      description = "needed where two systems have a runbook of that name, and with --print")
  private @Nullable String system;

  @Option(
      names = "--with",
      paramLabel = "NAME=VALUE",
      description =
          "a parameter: NAME, or TASK.NAME where two tasks have it; VALUE is JSON, or text where it is not")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(names = "--dry-run", description = "only say what would be done")
  private boolean dryRun;

  @Option(names = "--reason", paramLabel = "WHY", description = "why, for the record")
  private @Nullable String reason;

  @Option(
      names = "--print",
      description = "print the signed envelope instead of sending it, for kcat or any Kafka client")
  private boolean print;

  @Option(names = "--follow", description = "show progress until the run has ended")
  private boolean follow;

  @Override
  public Integer call() {
    OperatorKey key = OperatorKey.in(options.folder().resolve("keys"));
    Answer answer = new Answer(spec.commandLine().getOut(), options.json);
    if (print) {
      if (system == null) {
        throw new CommandFailed(ExitCode.USAGE, "--print needs --system NAME: it asks no platform");
      }
      answer.line(EventJson.mapper().writeValueAsString(signed(key, system)));
      return ExitCode.DONE;
    }
    Platform platform = options.platform();
    JsonNode accepted = platform.post("/triggers", signed(key, systemOf(platform)));
    String run = accepted.path("runbookRunId").asString();
    if (follow) {
      return new Following(platform, answer).until(run);
    }
    if (!answer.asJson(accepted)) {
      answer.line("asked for: run " + run + " (./upkeep runs follow " + run + ")");
    }
    return ExitCode.DONE;
  }

  private Dsse signed(OperatorKey key, String systemName) {
    Instant now = Clock.systemUTC().instant();
    Map<String, Object> typed = new LinkedHashMap<>();
    parameters.forEach((name, value) -> typed.put(name, value(value)));
    return TriggerKeys.sign(
        new TriggerRequested(
            UUID.randomUUID(),
            key.actor(),
            systemName,
            runbook,
            typed,
            dryRun,
            reason,
            now,
            now.plus(LIFE)),
        key.pair());
  }

  private static Object value(String text) {
    try {
      Object value = EventJson.mapper().readValue(text, Object.class);
      return value == null ? text : value;
    } catch (JacksonException notJson) {
      return text;
    }
  }

  private String systemOf(Platform platform) {
    if (system != null) {
      return system;
    }
    JsonNode runbooks = platform.get("/runbooks").path("runbooks");
    String found = null;
    for (JsonNode known : runbooks) {
      if (runbook.equals(known.path("name").asString())) {
        if (found != null) {
          throw new CommandFailed(
              ExitCode.USAGE,
              "two systems have a runbook '%s': say which with --system".formatted(runbook));
        }
        found = known.path("system").asString();
      }
    }
    if (found == null) {
      throw new CommandFailed(
          ExitCode.USAGE,
          "there is no runbook '%s'; known: %s".formatted(runbook, names(runbooks)));
    }
    return found;
  }

  private static String names(JsonNode runbooks) {
    StringBuilder names = new StringBuilder();
    runbooks.forEach(
        known -> names.append(names.isEmpty() ? "" : ", ").append(known.path("name").asString()));
    return names.isEmpty() ? "none" : names.toString();
  }
}
