package dev.upkeep.events.trigger;

import dev.upkeep.events.trigger.TriggerKeys.TrustedKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Map;

/**
 * A key that everybody knows: TEST 1 of RFC 8032 §7.1. Never enrol it anywhere; it makes examples
 * that anybody can repeat to the byte.
 */
public final class TestKeys {
  public static final Path PRIVATE = Path.of("src/test/resources/keys/rfc8032-test1.pem");
  public static final Path PUBLIC = Path.of("src/test/resources/keys/rfc8032-test1.pub.pem");

  /** As {@code openssl pkey -pubout -outform DER | sha256sum} says. */
  public static final String KEY_ID = "06e3fd8fda29bb60ab59557de61edb0a";

  public static final String ACTOR = "somchai";

  private TestKeys() {}

  public static KeyPair pair() {
    return new KeyPair(TriggerKeys.publicKey(text(PUBLIC)), TriggerKeys.privateKey(text(PRIVATE)));
  }

  public static Map<String, TrustedKey> trusted() {
    return Map.of(KEY_ID, new TrustedKey(ACTOR, pair().getPublic()));
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
