package dev.upkeep.events.trigger;

import dev.upkeep.events.envelope.EventJson;
import dev.upkeep.events.envelope.UnacceptableEvent;
import dev.upkeep.events.envelope.UnacceptableEvent.Reason;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Makes keys, signs triggers and verifies them: Ed25519 (RFC 8032) through the platform's own
 * provider. {@link TriggerRecords} reads whole records.
 */
public final class TriggerKeys {
  private static final String ALGORITHM = "Ed25519";

  private TriggerKeys() {}

  public static KeyPair generate() {
    try {
      return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no Ed25519", e);
    }
  }

  /** The name of a key: the first 16 bytes of the SHA-256 of its X.509 encoding, in hex. */
  public static String keyId(PublicKey key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Reads a public key: a PEM file's text, or its body alone (X.509 in base64).
   *
   * @throws IllegalArgumentException if it is not an Ed25519 key
   */
  public static PublicKey publicKey(String pem) {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(KeyPem.bytes(pem)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "not an Ed25519 public key (PEM 'PUBLIC KEY', as openssl pkey -pubout writes it)", e);
    }
  }

  /**
   * Reads a private key: a PEM file's text, or its body alone (PKCS #8 in base64).
   *
   * @throws IllegalArgumentException if it is not an Ed25519 key; the message does not repeat the
   *     input
   */
  public static PrivateKey privateKey(String pem) {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePrivate(new PKCS8EncodedKeySpec(KeyPem.bytes(pem)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Without the cause, whose message may repeat a piece of the key.
      throw new IllegalArgumentException(
          "not an Ed25519 private key (PEM 'PRIVATE KEY', as openssl genpkey writes it)");
    }
  }

  /** Wraps and signs a trigger. */
  public static Dsse sign(TriggerRequested trigger, KeyPair keys) {
    byte[] body = EventJson.mapper().writeValueAsBytes(trigger);
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(keys.getPrivate());
      signature.update(Dsse.preAuthenticationEncoding(Dsse.TRIGGER, body));
      Base64.Encoder base64 = Base64.getEncoder();
      return new Dsse(
          base64.encodeToString(body),
          Dsse.TRIGGER,
          List.of(
              new Dsse.Signature(
                  keyId(keys.getPublic()), base64.encodeToString(signature.sign()))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the trigger could not be signed", e);
    }
  }

  /**
   * Verifies an envelope, then reads it. The actor that the trigger names must be the one whose key
   * signed it.
   *
   * @param trusted actors by key id
   * @throws UnacceptableEvent if no signature is by a trusted key, any signature is wrong, or the
   *     payload is not a trigger
   */
  public static TriggerRequested verify(Dsse envelope, Map<String, TrustedKey> trusted)
      throws UnacceptableEvent {
    requireComplete(envelope);
    if (!Dsse.TRIGGER.equals(envelope.payloadType())) {
      throw new UnacceptableEvent(Reason.UNTRUSTED, "the payload type is not " + Dsse.TRIGGER);
    }
    byte[] body;
    try {
      body = envelope.body();
    } catch (IllegalArgumentException e) {
      throw new UnacceptableEvent(Reason.MALFORMED, "the payload is not base64", e);
    }
    TrustedKey signer = signer(envelope, body, trusted);
    TriggerRequested trigger = read(body);
    if (!trigger.actor().equals(signer.actor())) {
      throw new UnacceptableEvent(
          Reason.UNTRUSTED,
          "the trigger names actor '%s', but the key belongs to '%s'"
              .formatted(trigger.actor(), signer.actor()));
    }
    return trigger;
  }

  private static void requireComplete(Dsse envelope) throws UnacceptableEvent {
    try {
      EventJson.requireComplete(envelope);
    } catch (IllegalArgumentException e) {
      throw new UnacceptableEvent(
          Reason.MALFORMED, "the envelope lacks a field: " + e.getMessage());
    }
  }

  private static TrustedKey signer(Dsse envelope, byte[] body, Map<String, TrustedKey> trusted)
      throws UnacceptableEvent {
    if (envelope.signatures().isEmpty()) {
      throw new UnacceptableEvent(Reason.UNTRUSTED, "the envelope has no signature");
    }
    TrustedKey signer = null;
    byte[] signed = Dsse.preAuthenticationEncoding(envelope.payloadType(), body);
    for (Dsse.Signature signature : envelope.signatures()) {
      TrustedKey key = trusted.get(signature.keyid());
      if (key == null) {
        throw new UnacceptableEvent(
            Reason.UNTRUSTED, "a signature is by a key that is not enrolled");
      }
      if (!isGood(signature, signed, key.key())) {
        throw new UnacceptableEvent(Reason.UNTRUSTED, "a signature does not fit what it signs");
      }
      signer = signer == null ? key : signer;
    }
    return required(signer);
  }

  private static TrustedKey required(@Nullable TrustedKey signer) {
    if (signer == null) {
      throw new IllegalStateException("an envelope with signatures has a signer");
    }
    return signer;
  }

  private static boolean isGood(Dsse.Signature sig, byte[] signed, PublicKey key) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(signed);
      return signature.verify(sig.bytes());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static TriggerRequested read(byte[] body) throws UnacceptableEvent {
    try {
      TriggerRequested trigger = EventJson.mapper().readValue(body, TriggerRequested.class);
      if (trigger == null) {
        throw new UnacceptableEvent(Reason.MALFORMED, "the signed payload is JSON null");
      }
      EventJson.requireComplete(trigger);
      return trigger;
    } catch (JacksonException | IllegalArgumentException e) {
      throw new UnacceptableEvent(Reason.MALFORMED, "the signed payload is not a trigger", e);
    }
  }

  /** A public key and whose it is. */
  public record TrustedKey(String actor, PublicKey key) {}
}
