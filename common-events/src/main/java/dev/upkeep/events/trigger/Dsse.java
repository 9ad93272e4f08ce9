package dev.upkeep.events.trigger;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A DSSE envelope (Dead Simple Signing Envelope, v1.0.2): bytes, what they are, and signatures over
 * both. It is verified before the bytes are parsed.
 *
 * @param payload the exact bytes, base64 with padding, of the standard or the URL-safe alphabet
 * @param payloadType what the bytes are; part of what is signed
 * @param signatures at least one
 * @see <a href="https://github.com/secure-systems-lab/dsse/blob/v1.0.2/protocol.md">DSSE
 *     protocol</a>
 */
public record Dsse(String payload, String payloadType, List<Signature> signatures) {
  /** The payload type of a trigger. */
  public static final String TRIGGER = "application/vnd.dev.upkeep.trigger-requested.v1+json";

  public Dsse {
    signatures = List.copyOf(signatures);
  }

  /**
   * One signature.
   *
   * @param keyid which key made it, see {@link TriggerKeys#keyId}
   * @param sig base64 of the Ed25519 signature (RFC 8032) over {@link
   *     Dsse#preAuthenticationEncoding}
   */
  public record Signature(String keyid, String sig) {
    /**
     * The signature's bytes.
     *
     * @throws IllegalArgumentException if they are not base64
     */
    public byte[] bytes() {
      return base64(sig);
    }
  }

  /** What is signed: {@code DSSEv1 SP LEN(type) SP type SP LEN(body) SP body}, lengths in bytes. */
  public static byte[] preAuthenticationEncoding(String type, byte[] body) {
    byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
    byte[] head =
        ("DSSEv1 " + typeBytes.length + " " + type + " " + body.length + " ")
            .getBytes(StandardCharsets.UTF_8);
    byte[] encoding = new byte[head.length + body.length];
    System.arraycopy(head, 0, encoding, 0, head.length);
    System.arraycopy(body, 0, encoding, head.length, body.length);
    return encoding;
  }

  /**
   * The exact bytes that were signed.
   *
   * @throws IllegalArgumentException if they are not base64
   */
  public byte[] body() {
    return base64(payload);
  }

  /** Strict, so that there is one text for one envelope: padding present, unused bits zero. */
  private static byte[] base64(String text) {
    String standard = text.replace('-', '+').replace('_', '/');
    byte[] bytes = Base64.getDecoder().decode(standard);
    if (!Base64.getEncoder().encodeToString(bytes).equals(standard)) {
      throw new IllegalArgumentException("not base64 with padding (RFC 4648 §4 or §5)");
    }
    return bytes;
  }
}
