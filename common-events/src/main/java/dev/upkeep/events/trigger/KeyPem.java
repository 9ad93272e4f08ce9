package dev.upkeep.events.trigger;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;
import java.util.stream.Collectors;

/**
 * Keys as PEM text (RFC 7468), the form in which {@code openssl genpkey} and {@code openssl pkey}
 * read and write them: {@code PRIVATE KEY} holds PKCS #8, {@code PUBLIC KEY} holds X.509
 * SubjectPublicKeyInfo.
 */
final class KeyPem {
  private static final int LINE = 64;

  private KeyPem() {}

  /** Public keys may be shown to anybody. */
  static String of(PublicKey key) {
    return pem("PUBLIC KEY", key.getEncoded());
  }

  /** The caller keeps it from everybody but its owner. */
  static String of(PrivateKey key) {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  /** The bytes within: of the whole text of a file, or of its body alone. */
  static byte[] bytes(String pem) {
    return Base64.getDecoder()
        .decode(
            pem.lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("-----"))
                .collect(Collectors.joining()));
  }

  private static String pem(String label, byte[] der) {
    String body =
        Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
  }
}
