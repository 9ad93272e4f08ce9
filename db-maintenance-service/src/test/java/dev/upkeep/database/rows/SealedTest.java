package dev.upkeep.database.rows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SealedTest {

  @Test
  void addsUpDigestsBeyondSixtyFourBitsAsTheServerDoes() {
    var sum = new Sealed.Sum();
    for (int i = 0; i < 3; i++) {
      sum.add("ffffffffffffffff");
    }
    sum.add("0000000000000001");

    assertThat(sum.sealed()).isEqualTo(new Sealed(4, "55340232221128654846"));
  }

  @Test
  void isOfNoRowsAtFirst() {
    assertThat(new Sealed.Sum().isEmpty()).isTrue();
    assertThat(new Sealed.Sum().sealed()).isEqualTo(new Sealed(0, "0"));
  }
}
