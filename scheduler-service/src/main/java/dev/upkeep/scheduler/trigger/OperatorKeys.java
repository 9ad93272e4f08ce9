package dev.upkeep.scheduler.trigger;

import dev.upkeep.events.trigger.PemKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key pair of whoever started Upkeep: made at the first start and enrolled, so that the command
 * line works at once. A private key that others can read is refused.
 */
final class OperatorKeys {

  private static final Logger log = LoggerFactory.getLogger(OperatorKeys.class);
  private static final String OPERATOR = "operator";

  private OperatorKeys() {}

  /**
   * Makes or checks the pair.
   *
   * @throws IllegalStateException if the folder cannot be used or others can read the private key
   */
  static void ensure(Path folder) {
    Path key = folder.resolve(OPERATOR + ".key");
    try {
      if (Files.exists(key)) {
        PemKeys.readPair(key);
      } else {
        PemKeys.make(folder, OPERATOR);
        enrol(folder);
        log.info("Made the operator's key {} and enrolled it; keep it from everybody else", key);
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "the operator's key pair %s cannot be made or read: correct upkeep.keys-folder or its rights"
              .formatted(key),
          e);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "the operator's key %s cannot be used: %s".formatted(key, e.getMessage()), e);
    }
  }

  private static void enrol(Path folder) throws IOException {
    Path trusted = Files.createDirectories(folder.resolve(TrustedKeys.FOLDER));
    Path enrolled = trusted.resolve(OPERATOR + ".pub");
    if (!Files.exists(enrolled)) {
      Files.copy(folder.resolve(OPERATOR + ".pub"), enrolled);
    }
  }
}
