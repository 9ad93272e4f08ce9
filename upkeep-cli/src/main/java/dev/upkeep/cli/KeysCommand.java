package dev.upkeep.cli;

import dev.upkeep.events.envelope.EventJson;
import dev.upkeep.events.trigger.PemKeys;
import dev.upkeep.events.trigger.TriggerKeys;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "keys",
    description =
        "Whose triggers are believed: the public keys in keys/trusted of the data folder.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list|make|enrol|revoke")
final class KeysCommand implements Callable<Integer> {
  private static final String PUBLIC = ".pub";

  @Mixin private PlatformOptions options = new PlatformOptions();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    return list();
  }

  @Command(name = "list", description = "The enrolled keys.", mixinStandardHelpOptions = true)
  int list() throws IOException {
    List<Map<String, String>> keys = new ArrayList<>();
    Path trusted = trusted(options);
    if (Files.isDirectory(trusted)) {
      try (Stream<Path> files = Files.list(trusted)) {
        for (Path file : files.filter(f -> f.toString().endsWith(PUBLIC)).sorted().toList()) {
          keys.add(Map.of("actor", actorOf(file), "keyId", keyId(file)));
        }
      }
    }
    Answer answer = new Answer(spec.commandLine().getOut(), options.json);
    if (!answer.asJson(Map.of("keys", keys))) {
      Map<String, String> columns =
          Answer.columns(
              "actor", "ACTOR",
              "keyId", "KEY");
      JsonNode rows = EventJson.mapper().valueToTree(keys);
      answer.table(rows, columns, "no key is enrolled; the first start of the platform makes one");
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "make",
      description = "Makes a key pair: ACTOR.key stays with its owner, ACTOR.pub is for enrolling.",
      mixinStandardHelpOptions = true)
  int make(
      @Parameters(paramLabel = "ACTOR", description = "whose key it is") String actor,
      @Option(
              names = "--into",
              paramLabel = "FOLDER",
              description = "where the two files go (default: here)",
              defaultValue = ".")
          Path folder)
      throws IOException {
    checkName(actor);
    try {
      PemKeys.make(folder, actor);
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailed(
          ExitCode.REFUSED, "%s exists and is not overwritten".formatted(e.getFile()));
    }
    spec.commandLine()
        .getOut()
        .println(
            "made %s and %s"
                .formatted(folder.resolve(actor + ".key"), folder.resolve(actor + PUBLIC)));
    return ExitCode.DONE;
  }

  @Command(
      name = "enrol",
      description = "Believes triggers signed by this key from now on.",
      mixinStandardHelpOptions = true)
  int enrol(
      @Parameters(paramLabel = "FILE.pub", description = "the file's name is the actor's")
          Path file)
      throws IOException {
    String actor = actorOf(file);
    checkName(actor);
    String keyId = keyId(file);
    Path target = trusted(options).resolve(actor + PUBLIC);
    if (Files.exists(target)) {
      throw new CommandFailed(
          ExitCode.REFUSED,
          "%s has a key already; revoke it first: ./upkeep keys revoke %s".formatted(actor, actor));
    }
    Files.createDirectories(trusted(options));
    Files.copy(file, target);
    spec.commandLine().getOut().println("enrolled %s with key %s".formatted(actor, keyId));
    return ExitCode.DONE;
  }

  @Command(
      name = "revoke",
      description = "Believes this actor's key no longer; the key is kept in keys/revoked.",
      mixinStandardHelpOptions = true)
  int revoke(@Parameters(paramLabel = "ACTOR") String actor) throws IOException {
    checkName(actor);
    Path file = trusted(options).resolve(actor + PUBLIC);
    if (!Files.exists(file)) {
      throw new CommandFailed(ExitCode.REFUSED, "no key of %s is enrolled".formatted(actor));
    }
    Path revoked = trusted(options).resolveSibling("revoked");
    Files.createDirectories(revoked);
    Files.move(file, revoked.resolve(actor + "-" + keyId(file) + PUBLIC));
    spec.commandLine().getOut().println("revoked the key of " + actor);
    return ExitCode.DONE;
  }

  private static Path trusted(PlatformOptions options) {
    return options.folder().resolve("keys").resolve("trusted");
  }

  private static String actorOf(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(PUBLIC) ? name.substring(0, name.length() - PUBLIC.length()) : name;
  }

  private static void checkName(String actor) {
    if (!actor.matches("[a-z0-9][a-z0-9._-]{0,63}")) {
      throw new CommandFailed(
          ExitCode.USAGE,
          "'%s' is no name for an actor: lower-case letters, digits, dot, dash and underscore"
              .formatted(actor));
    }
  }

  private static String keyId(Path file) throws IOException {
    try {
      PublicKey key = PemKeys.readPublic(file);
      return TriggerKeys.keyId(key);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(
          ExitCode.REFUSED, "%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }
}
