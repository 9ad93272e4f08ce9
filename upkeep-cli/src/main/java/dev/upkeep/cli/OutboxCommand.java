package dev.upkeep.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "outbox",
    description = "Events that wait to be sent.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list|unblock")
final class OutboxCommand implements Callable<Integer> {
  private static final Entries ENTRIES = new Entries("/outbox", "entries");
  private static final Map<String, String> COLUMNS =
      Answer.columns(
          "service", "SERVICE",
          "id", "ID",
          "topic", "TOPIC",
          "key", "KEY",
          "type", "TYPE",
          "attempts", "ATTEMPTS",
          "blocked", "BLOCKED",
          "lastError", "LAST ERROR");

  @Mixin private PlatformOptions options = new PlatformOptions();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return list();
  }

  @Command(
      name = "list",
      description = "Events that wait, the blocked ones of every service first.",
      mixinStandardHelpOptions = true)
  int list() {
    return ENTRIES.list(spec, options, COLUMNS, "nothing waits to be sent");
  }

  @Command(
      name = "unblock",
      description = "Lets a blocked event be tried again, once its cause is mended.",
      mixinStandardHelpOptions = true)
  int unblock(@Mixin Entries.One one, @Mixin Entries.Why why) {
    return ENTRIES.tell(
        spec, options, one, "unblock", why, "unblocked; it is sent as soon as the broker takes it");
  }
}
