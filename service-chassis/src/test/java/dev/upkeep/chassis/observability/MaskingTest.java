package dev.upkeep.chassis.observability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "password=hunter22 | password=***",
        "db.password: hunter22, next | db.password: ***, next",
        "{\"token\":\"abc.def\",\"a\":1} | {\"token\":\"***\",\"a\":1}",
        "API_KEY=xyz&x=1 | API_KEY=***&x=1",
        "jdbc:mariadb://upkeep:hunter22@db:3306/x | jdbc:mariadb://upkeep:***@db:3306/x",
        "redis://:hunter22@cache:6379 | redis://:***@cache:6379",
        "Authorization: Bearer abcdefgh.ijkl | Authorization: Bearer ***",
        "nothing to hide | nothing to hide",
        "the database lcbp3 at 10:30 | the database lcbp3 at 10:30"
      })
  void hidesWhatStandsWhereSecretsStand(String text, String masked) {
    assertThat(Masking.mask(text)).isEqualTo(masked);
  }

  @Test
  void hidesARegisteredValueWhereverItTurnsUp() {
    Masking.register("s3cr3t-of-this-test");

    assertThat(Masking.mask("it said s3cr3t-of-this-test twice: s3cr3t-of-this-test"))
        .isEqualTo("it said *** twice: ***");
  }

  @Test
  void doesNotBlotOutShortInnocentWords() {
    Masking.register("is");

    assertThat(Masking.mask("this is fine")).isEqualTo("this is fine");
  }
}
