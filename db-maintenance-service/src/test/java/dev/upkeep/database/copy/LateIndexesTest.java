package dev.upkeep.database.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LateIndexesTest {

  private static final List<String> DEFINITION =
      """
      CREATE TABLE `t` (
        `id` int(11) NOT NULL COMMENT 'x\\n  KEY `k` (`id`)',
        PRIMARY KEY (`id`),
        UNIQUE KEY `u` (`a`),
        KEY `first` (`a`),
        KEY `se``cond` (`b`(10) DESC,`c`) COMMENT 'a, b',
        CONSTRAINT `f` FOREIGN KEY (`a`) REFERENCES `KEY` (`id`)
      ) ENGINE=InnoDB
      """
          .lines()
          .toList();

  @Test
  void whatIsAddedAgainComesWhereItWas() {
    assertThat(LateIndexes.late(DEFINITION, Set.of("`u`", "`first`", "`se``cond`")))
        .containsExactly(
            "  KEY `first` (`a`)", "  KEY `se``cond` (`b`(10) DESC,`c`) COMMENT 'a, b'");
  }

  @Test
  void whatIsBeforeAnIndexThatStaysStaysToo() {
    assertThat(LateIndexes.late(DEFINITION, Set.of("`first`"))).isEmpty();
    assertThat(LateIndexes.late(DEFINITION, Set.of("`se``cond`"))).hasSize(1);
    assertThat(
            LateIndexes.late(
                List.of("  KEY `a` (`a`),", "  FULLTEXT KEY `t` (`t`)"), Set.of("`a`")))
        .isEmpty();
  }
}
