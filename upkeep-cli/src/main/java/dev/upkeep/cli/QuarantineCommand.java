package dev.upkeep.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "quarantine",
    description = "Records that could not be read, kept byte for byte.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list|show|replay|drop")
final class QuarantineCommand implements Callable<Integer> {
  private static final Entries RECORDS = new Entries("/quarantine", "records");
  private static final Map<String, String> COLUMNS =
      Answer.columns(
          "service", "SERVICE",
          "id", "ID",
          "topic", "TOPIC",
          "reason", "REASON",
          "detail", "DETAIL",
          "receivedAt", "RECEIVED");

  @Mixin private PlatformOptions options = new PlatformOptions();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return list();
  }

  @Command(
      name = "list",
      description = "The records of every service, newest first.",
      mixinStandardHelpOptions = true)
  int list() {
    return RECORDS.list(spec, options, COLUMNS, "quarantine is empty");
  }

  @Command(
      name = "show",
      description = "One record with its headers and bytes.",
      mixinStandardHelpOptions = true)
  int show(@Mixin Entries.One one) {
    return RECORDS.show(spec, options, one);
  }

  @Command(
      name = "replay",
      description = "Hands a record to its reader again, once the cause is mended.",
      mixinStandardHelpOptions = true)
  int replay(@Mixin Entries.One one, @Mixin Entries.Why why) {
    return RECORDS.tell(spec, options, one, "replay", why, "taken in");
  }

  @Command(
      name = "drop",
      description = "Gives a record up for good; its copy on the dead-letter topic stays.",
      mixinStandardHelpOptions = true)
  int drop(@Mixin Entries.One one, @Mixin Entries.Why why) {
    return RECORDS.tell(spec, options, one, "drop", why, "dropped");
  }
}
