package dev.upkeep.systemtest;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Secrets of the {@link Stage}, each unlike anything else, so that none can hide in other text. */
final class Planted {
  static final String TARGET_PASSWORD = secret("target-database");
  static final String WRONG_PASSWORD = secret("wrong-target-database");
  static final String MAIL_PASSWORD = secret("mail-server");
  static final String WEBHOOK_PATH = secret("webhook");
  static final String CACHE_PASSWORD = secret("cache");

  private Planted() {}

  static String secret(String of) {
    byte[] random = new byte[12];
    new SecureRandom().nextBytes(random);
    return "planted-" + of + "-" + HexFormat.of().formatHex(random);
  }
}
