package dev.upkeep.system.amount;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "5s, PT5S",
    "30m, PT30M",
    "6h, PT6H",
    "1h30m, PT1H30M",
    "2d, PT48H",
    "1w, PT168H",
    "0s, PT0S",
    "PT6H, PT6H",
    "PT0.25S, PT0.25S"
  })
  void readsDurationsAsPeopleWriteThem(String written, Duration expected) {
    assertThat(Durations.parse(written)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5 s", "-5s", "h", "1y", "1mo", "PT-1S", "5S", "1e3s", "٥s"})
  void refusesWhatIsNoDuration(String written) {
    assertThat(Durations.parse(written)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"500ms", "5s", "1h30m", "2d", "1d2h3m4s5ms", "0s"})
  void printsDurationsAsTheyAreRead(String written) {
    assertThat(Durations.print(Durations.parse(written).orElseThrow())).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource({
    // A year before 29 February is 28 February; the local time stays.
    "1y, 2028-02-29T03:00:00Z, 2027-02-28T03:00:00Z",
    "6mo, 2026-08-31T10:00:00Z, 2026-02-28T11:00:00Z",
    // A day back over the night with 25 hours keeps the local time, 24 hours do not.
    "1d, 2026-10-25T12:00:00Z, 2026-10-24T11:00:00Z",
    "24h, 2026-10-25T12:00:00Z, 2026-10-24T12:00:00Z",
    "P1D, 2026-10-25T12:00:00Z, 2026-10-24T11:00:00Z",
    "PT24H, 2026-10-25T12:00:00Z, 2026-10-24T12:00:00Z",
    "P1DT1H, 2026-10-25T12:00:00Z, 2026-10-24T10:00:00Z",
    "2w, 2026-06-15T00:00:00Z, 2026-06-01T00:00:00Z",
  })
  void countsCalendarUnitsInTheZoneAndClockUnitsExactly(String age, Instant now, Instant cutOff) {
    assertThat(Age.parse(age).orElseThrow().before(now, BERLIN)).isEqualTo(cutOff);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0d", "P0D", "P", "PT", "90", "d90", "-1y", "P-1Y", "1 y", "1Y"})
  void refusesWhatIsNoAge(String written) {
    assertThat(Age.parse(written)).isEmpty();
  }

  @Test
  void readsPercentages() {
    assertThat(Percent.parse("20%").orElseThrow().asFraction()).isEqualTo(0.2);
    assertThat(Percent.parse("12.5%").orElseThrow()).hasToString("12.5%");
    assertThat(Percent.parse("100%")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"20", "101%", "-1%", "%", "20 %", "1e1%"})
  void refusesWhatIsNoPercentage(String written) {
    assertThat(Percent.parse(written)).isEmpty();
  }
}
