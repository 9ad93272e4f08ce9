package dev.upkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.events.envelope.EventJson;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ShownTest {
  private static final ZoneId BANGKOK = ZoneId.of("Asia/Bangkok");

  @Test
  void showsInstantsInTheZoneOfTheReader() {
    assertThat(Shown.instant("2026-11-22T14:09:17.861842Z", BANGKOK))
        .isEqualTo("Sun 2026-11-22 21:09:17 Asia/Bangkok");
    assertThat(Shown.instant("no instant", BANGKOK)).isEqualTo("no instant");
  }

  @Test
  void showsSizesInUnitsThatCanBeRead() {
    assertThat(Shown.bytes(0)).isEqualTo("0 bytes");
    assertThat(Shown.bytes(999)).isEqualTo("999 bytes");
    assertThat(Shown.bytes(10_485_760)).isEqualTo("10.5 MB");
    assertThat(Shown.bytes(117_000_000_000L)).isEqualTo("117 GB");
    assertThat(Shown.bytes(-2_048)).isEqualTo("-2.0 kB");
  }

  @Test
  void showsEvidenceByWhatItsNameSaysOfTheUnit() {
    JsonNode table =
        EventJson.mapper()
            .readTree(
                """
                {"before-bytes": 6291456, "rows": 36000, "cut-off": "2025-11-22T14:09:53Z"}
                """);
    assertThat(Shown.evidence("audit_logs", table, BANGKOK))
        .isEqualTo(
            "before-bytes 6.3 MB, rows 36,000, cut-off Sat 2025-11-22 21:09:53 Asia/Bangkok");
  }
}
