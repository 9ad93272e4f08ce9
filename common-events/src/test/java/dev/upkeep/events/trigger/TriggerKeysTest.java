package dev.upkeep.events.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.events.envelope.EventJson;
import dev.upkeep.events.envelope.UnacceptableEvent;
import dev.upkeep.events.envelope.UnacceptableEvent.Reason;
import dev.upkeep.events.trigger.TriggerKeys.TrustedKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerKeysTest {
  private static final KeyPair KEYS = TestKeys.pair();
  private static final KeyPair OTHERS = TriggerKeys.generate();
  private static final Map<String, TrustedKey> TRUSTED = TestKeys.trusted();
  private static final TriggerRequested TRIGGER = Triggers.example();

  @Test
  void readsBackWhatAnEnrolledPersonSigned() throws Exception {
    assertThat(TriggerKeys.verify(TriggerKeys.sign(TRIGGER, KEYS), TRUSTED)).isEqualTo(TRIGGER);
  }

  @Test
  void signsAsTheFirstVectorOfRfc8032() {
    byte[] signature = signature(KEYS.getPrivate(), new byte[0]);

    assertThat(HexFormat.of().formatHex(signature))
        .isEqualTo(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
  }

  @Test
  void namesAKeyAsTheDocumentedCommandDoes() {
    assertThat(TriggerKeys.keyId(KEYS.getPublic())).isEqualTo(TestKeys.KEY_ID);
  }

  @Test
  void doesNotAcceptAnEnvelopeWithAnyBitOfItsPayloadOrSignatureFlipped() {
    Dsse good = TriggerKeys.sign(TRIGGER, KEYS);
    byte[] payload = good.body();
    byte[] signature = good.signatures().getFirst().bytes();

    for (int bit = 0; bit < payload.length * 8; bit += 3) {
      Dsse bad = envelope(flipped(payload, bit), List.of(signed(TestKeys.KEY_ID, signature)));
      assertRefused(Reason.UNTRUSTED, bad);
    }
    for (int bit = 0; bit < signature.length * 8; bit++) {
      Dsse bad = envelope(payload, List.of(signed(TestKeys.KEY_ID, flipped(signature, bit))));
      assertRefused(Reason.UNTRUSTED, bad);
    }
  }

  @Test
  void doesNotAcceptAnotherPayloadTypeEvenIfItIsTheOneThatWasSigned() {
    String type = "application/vnd.in-toto+json";
    Dsse good = TriggerKeys.sign(TRIGGER, KEYS);
    byte[] signature =
        signature(KEYS.getPrivate(), Dsse.preAuthenticationEncoding(type, good.body()));

    assertRefused(
        Reason.UNTRUSTED,
        new Dsse(good.payload(), type, List.of(signed(TestKeys.KEY_ID, signature))));
    assertRefused(Reason.UNTRUSTED, new Dsse(good.payload(), type, good.signatures()));
  }

  @Test
  void doesNotAcceptASignatureOverTheBarePayload() {
    Dsse good = TriggerKeys.sign(TRIGGER, KEYS);

    assertRefused(
        Reason.UNTRUSTED,
        envelope(
            good.body(),
            List.of(signed(TestKeys.KEY_ID, signature(KEYS.getPrivate(), good.body())))));
  }

  @Test
  void doesNotAcceptAKeyThatIsNotEnrolledWhateverItIsCalled() {
    Dsse strangers = TriggerKeys.sign(TRIGGER, OTHERS);
    assertRefused(Reason.UNTRUSTED, strangers);

    byte[] signature = strangers.signatures().getFirst().bytes();
    assertRefused(
        Reason.UNTRUSTED, envelope(strangers.body(), List.of(signed(TestKeys.KEY_ID, signature))));
  }

  @Test
  void doesNotLetOnePersonAskInTheNameOfAnother() {
    Map<String, TrustedKey> both =
        Map.of(
            TestKeys.KEY_ID,
            new TrustedKey(TestKeys.ACTOR, KEYS.getPublic()),
            TriggerKeys.keyId(OTHERS.getPublic()),
            new TrustedKey("malee", OTHERS.getPublic()));
    Dsse inSomchaisName = TriggerKeys.sign(TRIGGER, OTHERS);

    assertThatThrownBy(() -> TriggerKeys.verify(inSomchaisName, both))
        .isInstanceOf(UnacceptableEvent.class)
        .hasMessageContaining("somchai")
        .hasMessageContaining("malee");
  }

  @Test
  void doesNotAcceptSeveralSignaturesOfWhichOneIsBadInAnyOrder() throws Exception {
    Dsse good = TriggerKeys.sign(TRIGGER, KEYS);
    Dsse.Signature right = good.signatures().getFirst();
    List<Dsse.Signature> bad =
        List.of(
            signed(TestKeys.KEY_ID, flipped(right.bytes(), 7)),
            signed(TestKeys.KEY_ID, new byte[64]),
            signed(TestKeys.KEY_ID, new byte[0]),
            signed("nobody", right.bytes()),
            TriggerKeys.sign(TRIGGER, OTHERS).signatures().getFirst());

    assertThat(TriggerKeys.verify(envelope(good.body(), List.of(right, right)), TRUSTED))
        .isEqualTo(TRIGGER);
    for (Dsse.Signature wrong : bad) {
      assertRefused(Reason.UNTRUSTED, envelope(good.body(), List.of(right, wrong)));
      assertRefused(Reason.UNTRUSTED, envelope(good.body(), List.of(wrong, right)));
    }
  }

  @Test
  void doesNotAcceptAnEnvelopeThatNobodySigned() {
    assertRefused(Reason.UNTRUSTED, envelope(TriggerKeys.sign(TRIGGER, KEYS).body(), List.of()));
  }

  @Test
  void doesNotAcceptTruncatedBase64() {
    Dsse good = TriggerKeys.sign(TRIGGER, KEYS);
    String sig = good.signatures().getFirst().sig();
    for (int length = 0; length < sig.length(); length++) {
      assertRefused(
          Reason.UNTRUSTED,
          new Dsse(
              good.payload(),
              Dsse.TRIGGER,
              List.of(new Dsse.Signature(TestKeys.KEY_ID, sig.substring(0, length)))));
    }
    for (int length = 0; length < good.payload().length(); length++) {
      Dsse cut = new Dsse(good.payload().substring(0, length), Dsse.TRIGGER, good.signatures());
      assertThatThrownBy(() -> TriggerKeys.verify(cut, TRUSTED))
          .isInstanceOf(UnacceptableEvent.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "{}", "{\"actor\":\"somchai\"}", "not json", "5"})
  void doesNotAcceptWhatIsProperlySignedButNoTrigger(String payload) {
    byte[] body = payload.getBytes(StandardCharsets.UTF_8);
    byte[] signature =
        signature(KEYS.getPrivate(), Dsse.preAuthenticationEncoding(Dsse.TRIGGER, body));

    assertRefused(Reason.MALFORMED, envelope(body, List.of(signed(TestKeys.KEY_ID, signature))));
  }

  @Test
  void doesNotAcceptEnvelopesThatLackAField() {
    for (String json :
        List.of(
            "{\"payload\":\"e30=\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"QQ==\"}]}",
            "{\"payload\":\"e30=\",\"payloadType\":\"t\",\"signatures\":[{\"keyid\":\"k\"}]}",
            "{\"payloadType\":\"t\",\"signatures\":[]}",
            "{\"payload\":\"e30=\",\"signatures\":[]}")) {
      assertRefused(Reason.MALFORMED, EventJson.mapper().readValue(json, Dsse.class));
    }
  }

  @Test
  void readsKeysItWroteAndKeysWithoutTheirPemLines() {
    KeyPair pair = TriggerKeys.generate();

    assertThat(TriggerKeys.publicKey(KeyPem.of(pair.getPublic()))).isEqualTo(pair.getPublic());
    assertThat(TriggerKeys.privateKey(KeyPem.of(pair.getPrivate()))).isEqualTo(pair.getPrivate());
    assertThat(
            TriggerKeys.publicKey(
                Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())))
        .isEqualTo(pair.getPublic());
    assertThat(KeyPem.of(KEYS.getPublic())).isEqualTo(TestKeys.text(TestKeys.PUBLIC));
    assertThat(KeyPem.of(KEYS.getPrivate())).isEqualTo(TestKeys.text(TestKeys.PRIVATE));
  }

  @Test
  void saysWhatAKeyFileMustHoldAndNotWhatItHolds() {
    String secret = TestKeys.text(TestKeys.PRIVATE);
    String body = secret.lines().toList().get(1);
    for (String wrong :
        List.of("", "rubbish!", secret.replace(body, body.substring(0, 40)), "-----BEGIN")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TriggerKeys.privateKey(wrong))
          .withMessageContaining("openssl genpkey")
          .withNoCause();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TriggerKeys.publicKey(secret))
        .withMessageContaining("openssl pkey -pubout");
  }

  private static void assertRefused(Reason reason, Dsse envelope) {
    assertThatThrownBy(() -> TriggerKeys.verify(envelope, TRUSTED))
        .isInstanceOfSatisfying(
            UnacceptableEvent.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static Dsse envelope(byte[] body, List<Dsse.Signature> signatures) {
    return new Dsse(
        Base64.getEncoder().encodeToString(body), Dsse.TRIGGER, new ArrayList<>(signatures));
  }

  private static Dsse.Signature signed(String keyid, byte[] signature) {
    return new Dsse.Signature(keyid, Base64.getEncoder().encodeToString(signature));
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] copy = bytes.clone();
    copy[bit / 8] ^= (byte) (1 << (bit % 8));
    return copy;
  }

  private static byte[] signature(PrivateKey key, byte[] bytes) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
