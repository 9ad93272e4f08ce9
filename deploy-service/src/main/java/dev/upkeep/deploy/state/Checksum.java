package dev.upkeep.deploy.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Stands for content: the first half of its SHA-256, which is enough to tell two apart. */
final class Checksum {

  private static final int BYTES = 16;

  private Checksum() {}

  static MessageDigest begun() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static String of(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }

  /** Of texts, each of which ends where the next begins. */
  static String of(List<String> texts) {
    MessageDigest digest = begun();
    for (String text : texts) {
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    return of(digest);
  }
}
