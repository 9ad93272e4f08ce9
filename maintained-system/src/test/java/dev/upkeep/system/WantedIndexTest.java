package dev.upkeep.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WantedIndexTest {

  @Test
  void readsADefinitionOnOneLine() {
    assertThat(WantedIndex.parse("idx_rfas ON rfas (status, title(20), created_at DESC)"))
        .contains(
            new WantedIndex(
                "idx_rfas",
                "rfas",
                new WantedIndex.Action.Create(
                    List.of(
                        new IndexPart("status", 0, false),
                        new IndexPart("title", 20, false),
                        new IndexPart("created_at", 0, true)))));
  }

  @Test
  void readsOddNamesInBackticks() {
    assertThat(WantedIndex.parse("`order` on `a, b (c)` (`x``y, z`, ชื่อ)"))
        .contains(
            new WantedIndex(
                "order",
                "a, b (c)",
                new WantedIndex.Action.Create(
                    List.of(new IndexPart("x`y, z", 0, false), new IndexPart("ชื่อ", 0, false)))));
  }

  @Test
  void writesAColumnAsItIsRead() {
    for (String column : List.of("status", "title(20)", "at desc", "`odd, name`(5) desc")) {
      assertThat(IndexPart.parse(column)).map(IndexPart::toString).contains(column);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "idx",
        "idx on rfas",
        "idx on rfas ()",
        "idx on rfas (a,)",
        "idx on rfas (a b)",
        "idx on rfas (a(0))",
        "idx on rfas (a); DROP TABLE rfas",
        "idx on rfas (`a)"
      })
  void refusesWhatIsNoDefinition(String text) {
    assertThat(WantedIndex.parse(text)).isEmpty();
  }
}
