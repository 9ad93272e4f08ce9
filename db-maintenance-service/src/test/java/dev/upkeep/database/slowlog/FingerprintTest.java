package dev.upkeep.database.slowlog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT * FROM rfas WHERE id = 42 | select * from rfas where id = ?",
        "SELECT 'it''s' , \"a\\\"b\", 'ไทย 😀 \\\\' FROM dual | select ? , ?, ? from dual",
        "select id from t where a in (1, 2,3) and b in('x') | select id from t where a in(?+) and b in(?+)",
        "INSERT INTO t (a, b) VALUES (1, NOW()), (2, NOW()) | insert into t (a, b) values (?, now())",
        "INSERT INTO t VALUES (1, 'a),('), (2, 'b') | insert into t values(?+)",
        "select a from t limit 10, 20 | select a from t limit ?",
        "select a from t limit 5 offset 10 | select a from t limit ?",
        "select a from t order by a ASC, b asc | select a from t order by a, b",
        "select a /* from สมชาย */ from t -- why | select a from t",
        "select a from t # 'x' | select a from t",
        "select a from t where b = -1.5e3 and c = 0xFF and d is NULL | select a from t where b = ? and c = ?ff and d is ?",
        "select a from t where b = true | select a from t where b = ?",
        "call refresh(1, 'x') | call refresh",
        "select id from t where a = 1 union all select id from t where a = 2 | select id from t where a = ? /*repeat union all*/",
        "select `a1` from shard_17 | select `a?` from shard_?",
        "administrator command: Ping | administrator command: Ping",
      })
  void leavesOutWhatDiffersFromCallToCall(String statement, String expected) {
    assertThat(QueryClasses.normalised(statement)).isEqualTo(expected);
  }

  @Test
  void leavesNoPartOfAStringWhateverIsInIt() {
    for (String secret :
        new String[] {
          "x\\' สมชาย", "สมชาย''", "'' -- สมชาย", "\\\\'' สมชาย", "# สมชาย", "/* สมชาย"
        }) {
      assertThat(
              QueryClasses.normalised(
                  "SELECT * FROM people WHERE name = '" + secret + "' AND a = 1"))
          .doesNotContain("สมชาย");
    }
    assertThat(QueryClasses.normalised("SELECT 'never ends สมชาย")).doesNotContain("สมชาย");
  }

  @Test
  void givesAClassTheSameIdForEver() {
    assertThat(QueryClasses.id("select * from rfas where id = ?")).isEqualTo("F65741711776F29C");
  }
}
