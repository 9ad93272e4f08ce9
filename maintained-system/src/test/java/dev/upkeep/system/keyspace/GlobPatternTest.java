package dev.upkeep.system.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobPatternTest {

  @ParameterizedTest
  @CsvSource({
    "cache:*, cache:, true",
    "cache:*, cache:หน้าแรก:😀, true",
    "cache:*, cach, false",
    "'*:tmp', a:tmp:tmp, true",
    "'*:tmp', a:tmp:x, false",
    "a?c, abc, true",
    "a?c, ac, false",
    "a[b-d]e, ace, true",
    "a[^b-d]e, ace, false",
    "a[d-b]e, ace, true",
    "'a\\*b', a*b, true",
    "'a\\*b', axb, false",
    "'a[\\]]b', a]b, true",
    "'**x**', aaxaa, true",
    "'*a*b*c', xxaxxbxxc, true",
    "'*a*b*c', xxaxxcxxb, false"
  })
  void matchesAsRedisDoes(String glob, String key, boolean matches) {
    assertThat(glob(glob).matches(bytes(key))).isEqualTo(matches);
  }

  @Test
  void aQuestionMarkIsOneByteAndNotOneCharacter() {
    assertThat(glob("?").matches(bytes("ก"))).isFalse();
    assertThat(glob("???").matches(bytes("ก"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a[", "a[bc", "a[]", "a\\", "[^"})
  void refusesWhatIsLeftOpen(String glob) {
    assertThat(GlobPattern.parse(glob)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "cache:*, cache:report:*, true",
    "cache:*, sess:*, false",
    "'*:tmp', sess:*, true",
    "a*b, a*c, false",
    "a*bc, ab*c, true",
    "a[a-f]*, a[d-z]*, true",
    "a[a-c]*, a[d-z]*, false",
    "'a\\*', a*, true",
    "?, ??, false",
    "'*', x, true"
  })
  void knowsWhetherSomeKeyMatchesBoth(String one, String other, boolean overlap) {
    assertThat(glob(one).overlaps(glob(other))).isEqualTo(overlap);
    assertThat(glob(other).overlaps(glob(one))).isEqualTo(overlap);
  }

  /** All keys of up to five letters against random pairs of patterns: nothing is missed. */
  @Test
  void findsAnOverlapWheneverAKeyShowsOne() {
    List<byte[]> keys = new ArrayList<>(List.of(bytes("")));
    for (int i = 0, end = 0; i < 5; i++) {
      int begin = end;
      end = keys.size();
      for (int k = begin; k < end; k++) {
        String shorter = new String(keys.get(k), StandardCharsets.UTF_8);
        for (String letter : List.of("a", "b", "c")) {
          keys.add(bytes(shorter + letter));
        }
      }
    }
    var random = new Random(7);
    int overlapping = 0;
    for (int i = 0; i < 500; i++) {
      GlobPattern one = glob(randomGlob(random));
      GlobPattern other = glob(randomGlob(random));
      boolean shown = keys.stream().anyMatch(key -> one.matches(key) && other.matches(key));
      assertThat(one.overlaps(other)).as("%s and %s", one, other).isEqualTo(shown);
      overlapping += shown ? 1 : 0;
    }
    assertThat(overlapping).isBetween(50, 450);
  }

  private static String randomGlob(Random random) {
    String[] parts = {"a", "b", "c", "?", "*", "[ab]", "[^a]"};
    var glob = new StringBuilder();
    for (int i = 0, length = 1 + random.nextInt(3); i < length; i++) {
      glob.append(parts[random.nextInt(parts.length)]);
    }
    // Only letters a to c are tried, so [^a] is taken as one of these.
    return glob.toString().replace("[^a]", "[bc]").replace("?", "[abc]");
  }

  private static GlobPattern glob(String written) {
    return GlobPattern.parse(written).orElseThrow();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
