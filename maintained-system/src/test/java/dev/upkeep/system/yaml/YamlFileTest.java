package dev.upkeep.system.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlFileTest {

  private final Problems problems = new Problems();

  @Test
  void readsWhatAFileSaysByTheCoreSchemaOfYaml12() {
    var plain =
        read("""
            text: yes
            quoted: "12"
            number: 0x1F
            big: 123456789012345678901234567890
            fraction: 1.5
            truth: True
            list: [a, {b: c}]
            """)
            .root()
            .plain();
    assertThat(plain)
        .containsEntry("text", "yes")
        .containsEntry("quoted", "12")
        .containsEntry("number", 31L)
        .containsEntry("big", new java.math.BigInteger("123456789012345678901234567890"))
        .containsEntry("fraction", new java.math.BigDecimal("1.5"))
        .containsEntry("truth", true)
        .containsEntry("list", List.of("a", Map.of("b", "c")));
    assertThat(problems.none()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a: &x 1                 | f.yaml:1:4: anchors and aliases
          a: [*x]                 | f.yaml:1:5: anchors and aliases
          a: !!java.net.URL x     | f.yaml:1:4: tags such as
          a: !x {}                | f.yaml:1:4: tags such as
          a: 1\\na: 2             | f.yaml:2:1: 'a' stands here twice, first in line 1
          a: 1\\n---\\nb: 2       | f.yaml:2:1: a second document
          a: [1                   | this is not YAML
          a: \"b                  | this is not YAML
          a: b: c                 | this is not YAML
          \\ta: b                 | this is not YAML
          %YAML 3.0\\n---\\na: b  | this is not YAML
          - a                     | f.yaml:1:1: the file is a list and not a mapping
          just text               | f.yaml:1:1: the file is text and not a mapping
          ? [a]\\n: b             | a key must be one word
          a: \\x07                | the character U+0007
          # nothing               | the file is empty
          """)
  void refusesWithThePlace(String yaml, String expected) {
    String text =
        yaml.replace("\\n", "\n").replace("\\t", "\t").replace("\\x07", "\u0007").replace("\\", "");
    YamlFile.read("f.yaml", text.getBytes(UTF_8), problems);
    assertThat(problems.all()).isNotEmpty();
    assertThat(problems.all().getFirst().toString()).contains(expected);
  }

  @Test
  void refusesFilesMadeToHurt() {
    assertThat(YamlFile.read("f.yaml", new byte[YamlFile.MOST_BYTES + 1], problems)).isEmpty();
    assertThat(YamlFile.read("g.yaml", "[".repeat(100_000).getBytes(UTF_8), problems)).isEmpty();
    assertThat(YamlFile.read("h.yaml", "a: ".repeat(50_000).getBytes(UTF_8), problems)).isEmpty();
    assertThat(YamlFile.read("i.yaml", new byte[] {'a', ':', (byte) 0xff}, problems)).isEmpty();
    assertThat(YamlFile.read("j.yaml", new byte[0], problems)).isEmpty();
    assertThat(problems.all())
        .hasSize(5)
        .extracting(FileProblem::what)
        .satisfiesExactly(
            what -> assertThat(what).contains("larger than 1048576 bytes"),
            what -> assertThat(what).contains("nested more than 32 levels deep"),
            what -> assertThat(what).contains("this is not YAML"),
            what -> assertThat(what).contains("not UTF-8"),
            what -> assertThat(what).contains("empty"));
  }

  @Test
  void reportsAHundredProblemsAndNoMore() {
    for (int i = 0; i < 500; i++) {
      problems.report(new Place("f", i + 1, 1), "wrong", "Correct it");
    }
    assertThat(problems.all()).hasSize(100);
  }

  @Test
  void hashesWhatIsSaidAndNotHow() {
    String hash = read("a: {b: 1, c: [x, y]}").hash();
    assertThat(hash).matches("[0-9a-f]{64}");
    assertThat(read("# why\na:\n  c:\n    - x\n    - 'y'\n  b: 1\n").hash()).isEqualTo(hash);
    assertThat(read("\uFEFFa: {b: 1, c: [x, y]}\r\n").hash()).isEqualTo(hash);
    assertThat(read("a: {b: 1, c: [y, x]}").hash()).isNotEqualTo(hash);
    assertThat(read("a: {b: '1', c: [x, y]}").hash()).isNotEqualTo(hash);
    assertThat(read("a: {b: 1, c: [xy]}").hash()).isNotEqualTo(hash);
  }

  @ParameterizedTest
  @CsvSource({"titel, title", "schedul, schedule", "zoen, zone", "TITLE, title"})
  void suggestsTheNearestWord(String written, String meant) {
    assertThat(Suggestions.nearest(written, List.of("schedule", "zone", "title"))).contains(meant);
  }

  @Test
  void suggestsNothingWhereNothingIsNear() {
    assertThat(Suggestions.nearest("retries", List.of("schedule", "zone", "title"))).isEmpty();
  }

  private YamlFile read(String text) {
    return YamlFile.read("f.yaml", text.getBytes(UTF_8), problems).orElseThrow();
  }
}
