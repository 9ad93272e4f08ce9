package dev.upkeep.cli;

import dev.upkeep.events.trigger.PemKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;

/**
 * The key that this person signs with.
 *
 * @param actor whose it is: the name of its file
 */
record OperatorKey(String actor, KeyPair pair) {

  static OperatorKey in(Path keys) {
    String actor = System.getenv().getOrDefault("UPKEEP_ACTOR", "operator");
    Path file = keys.resolve(actor + ".key");
    if (!Files.exists(file)) {
      throw new CommandFailed(
          ExitCode.REFUSED,
          "there is no key %s; it is made when the platform first starts, or by ./upkeep keys make %s"
              .formatted(file, actor));
    }
    try {
      return new OperatorKey(actor, PemKeys.readPair(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailed(
          ExitCode.REFUSED, "the key %s cannot be used: %s".formatted(file, e.getMessage()));
    }
  }
}
