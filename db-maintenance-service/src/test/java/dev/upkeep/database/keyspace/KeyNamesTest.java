package dev.upkeep.database.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.system.keyspace.GlobPattern;
import dev.upkeep.system.keyspace.KeyClass;
import dev.upkeep.system.keyspace.KeyRule;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyNamesTest {

  @ParameterizedTest
  @CsvSource({
    "user:4711:cart, user:<n>:cart",
    "reset:somchai@example.org, reset:<address>",
    "job:0f8fad5b-d9cb-469f-a165-70867728950e, job:<uuid>",
    "t:eyJhbGciOiJIUzI1NiJ9.e30.x, t:<token>",
    "หน้า:12, หน้า:<n>"
  })
  void takesOutOfUnknownKeysWhatMayBeSomebodysData(String key, String shape) {
    assertThat(KeyNames.shown(bytes(key), Optional.empty())).isEqualTo(shape);
  }

  @Test
  void showsOfAProtectedKeyThePatternAlone() {
    assertThat(KeyNames.shown(bytes("sess:abc"), rule("sess:*", KeyClass.SESSION)))
        .isEqualTo("sess:*");
    assertThat(KeyNames.shown(bytes("cache:page:7"), rule("cache:*", KeyClass.CACHE)))
        .isEqualTo("cache:page:7");
  }

  @Test
  void keepsBytesThatAreNoTextAndLongNamesOnOneShortLine() {
    Optional<KeyRule> cache = rule("*", KeyClass.CACHE);
    assertThat(KeyNames.shown(new byte[] {(byte) 0xff, 0, 10}, cache)).isEqualTo("0xff000a");
    assertThat(KeyNames.shown(bytes("a\nb"), cache)).isEqualTo("a␀b");
    assertThat(KeyNames.shown(bytes("😀".repeat(500)), cache)).isEqualTo("😀".repeat(120) + "…");
  }

  private static Optional<KeyRule> rule(String glob, KeyClass keyClass) {
    return Optional.of(
        new KeyRule(GlobPattern.parse(glob).orElseThrow(), keyClass, Optional.empty()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
