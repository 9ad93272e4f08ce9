package dev.upkeep.events.trigger;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A DSSE envelope (Dead Simple Signing Envelope, v1.0.2): bytes, what they are, and signatures over
 * both. It is verified before the bytes are parsed.
 *
 * @param payload the exact bytes, base64
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
  public record Signature(String keyid, String sig) {}

  /** What is signed: {@code DSSEv1 SP LEN(type) SP type SP LEN(body) SP body}. */
  public static byte[] preAuthenticationEncoding(String type, byte[] body) {
    byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
    byte[] head =
        "DSSEv1 %d %s %d "
            .formatted(typeBytes.length, type, body.length)
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
    return Base64.getDecoder().decode(payload);
  }
}
