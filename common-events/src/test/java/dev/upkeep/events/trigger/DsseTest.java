package dev.upkeep.events.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DsseTest {

  @Test
  void signsOverTheBytesOfTheSpecificationsExample() {
    byte[] encoding =
        Dsse.preAuthenticationEncoding("http://example.com/HelloWorld", utf8("hello world"));

    assertThat(encoding).isEqualTo(utf8("DSSEv1 29 http://example.com/HelloWorld 11 hello world"));
  }

  @Test
  void countsBytesAndNotCharacters() {
    assertThat(Dsse.preAuthenticationEncoding("tybé", utf8("ก🛠")))
        .isEqualTo(utf8("DSSEv1 5 tybé 7 ก🛠"));
    assertThat(Dsse.preAuthenticationEncoding("", new byte[0])).isEqualTo(utf8("DSSEv1 0  0 "));
  }

  @Test
  void readsBothAlphabetsOfBase64() {
    byte[] body = {(byte) 0xfb, (byte) 0xff, (byte) 0xfe, 1};

    assertThat(envelope(Base64.getEncoder().encodeToString(body)).body()).isEqualTo(body);
    assertThat(envelope(Base64.getUrlEncoder().encodeToString(body)).body()).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"QQ", "QQ=", "QR==", "Q", "QQ==\n", "QQ ==", "Q!==", "QQ==QQ=="})
  void refusesBase64ThatHasAnotherSpelling(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> envelope(text).body());
    assertThatIllegalArgumentException().isThrownBy(() -> new Dsse.Signature("key", text).bytes());
  }

  private static Dsse envelope(String payload) {
    return new Dsse(payload, Dsse.TRIGGER, List.of());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
