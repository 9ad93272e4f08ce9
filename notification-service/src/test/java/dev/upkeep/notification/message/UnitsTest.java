package dev.upkeep.notification.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.system.Person.Language;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
  private static final ZoneId BANGKOK = ZoneId.of("Asia/Bangkok");
  private final Units english = new Units(new Reader(Language.EN, BANGKOK));
  private final Units thai = new Units(new Reader(Language.TH, BANGKOK));

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1, 1 B",
    "999, 999 B",
    "1000, 1 kB",
    "999499, 999 kB",
    "999500, 1 MB",
    "412345678, 412 MB",
    "1500000000, 1.5 GB",
    "-2500, -2.5 kB",
    "9223372036854775807, 9.22 EB"
  })
  void writesBytesWithThreeFigures(BigDecimal bytes, String read) {
    assertThat(english.bytes(bytes)).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s",
    "PT0.84S, 0.84 s",
    "PT0.005S, 0.01 s",
    "PT9.99S, 9.99 s",
    "PT59.6S, 1 min",
    "PT3M12S, 3 min 12 s",
    "PT2H, 2 h",
    "PT25H30M, 1 d 1 h",
    "PT-90S, -1 min 30 s"
  })
  void writesDurationsWithTwoUnits(Duration duration, String read) {
    assertThat(english.duration(duration)).isEqualTo(read);
  }

  @Test
  void groupsNumbers() {
    assertThat(english.number(new BigDecimal("1234567"))).isEqualTo("1,234,567");
    assertThat(english.number(new BigDecimal("0.12345"))).isEqualTo("0.123");
    assertThat(english.number(new BigDecimal("1E+6"))).isEqualTo("1,000,000");
  }

  @Test
  void tellsTimesInTheReadersZoneAndLanguageWithIsoYears() {
    Instant instant = Instant.parse("2026-11-21T19:00:00Z");

    assertThat(english.instant(instant)).isEqualTo("Sun 22 Nov 2026, 02:00:00 (Asia/Bangkok)");
    assertThat(thai.instant(instant)).contains("22 พ.ย. 2026").contains("02:00:00");
  }
}
