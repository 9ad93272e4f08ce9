package dev.upkeep.chassis.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerFactsTest {
  private static final long ENOUGH = 16 * 1024 * 1024;

  @Test
  void trustsASinglePrimaryThatFlushesAtEachCommit() {
    assertThat(new ServerFacts("10.11.19-MariaDB-0+deb12u1", 1, false, ENOUGH).dangers()).isEmpty();
    assertThat(new ServerFacts("12.0.2-MariaDB", 1, false, ENOUGH).dangers()).isEmpty();
  }

  @Test
  void namesEachDangerWithItsRemedy() {
    assertThat(new ServerFacts("11.4.5-MariaDB", 2, true, 1024).dangers())
        .satisfiesExactly(
            flush -> assertThat(flush).contains("is 2", "set it to 1"),
            galera -> assertThat(galera).contains("wsrep_on", "single primary"),
            packet -> assertThat(packet).contains("is 1024", "16777216"));
    assertThat(new ServerFacts("10.6.18-MariaDB", 1, false, ENOUGH).dangers())
        .singleElement()
        .asString()
        .contains("10.6.18", "10.11");
    assertThat(new ServerFacts("8.0.36", 1, false, ENOUGH).dangers()).hasSize(1);
  }
}
